package dev.jdock.cli.api;

import dev.jdock.api.socket.ApiAddress;
import dev.jdock.cli.OwnApi;
import dev.jdock.image.error.JdockException;
import java.io.IOException;
import java.nio.file.Files;

/**
 * The API of the engine that a command runs in.
 *
 * @param usual where it is served unless somebody says otherwise
 */
public record EngineApi(ApiHost host, ApiAddress usual) implements OwnApi {
  @Override
  public String address() {
    return usual.toString();
  }

  @Override
  public String lend() {
    return host.lend(usual).toString();
  }

  @Override
  public boolean isAt(String address) {
    ApiAddress wanted;
    try {
      wanted = ApiAddress.parse(address);
    } catch (JdockException e) {
      return false;
    }
    return wanted.equals(usual) || host.addresses().stream().anyMatch(own -> isSame(own, wanted));
  }

  /** By whatever path: /var/run is a link to /run. */
  private static boolean isSame(ApiAddress own, ApiAddress wanted) {
    if (own instanceof ApiAddress.Unix(var path) && wanted instanceof ApiAddress.Unix(var other)) {
      try {
        return Files.isSameFile(path, other);
      } catch (IOException e) {
        return path.equals(other);
      }
    }
    return own.equals(wanted);
  }
}
