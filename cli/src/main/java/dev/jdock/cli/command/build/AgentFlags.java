package dev.jdock.cli.command.build;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.image.error.Reason;
import dev.jdock.image.ssh.Agent;
import dev.jdock.image.ssh.ForwardedAgent;
import dev.jdock.image.ssh.KeyAgent;
import dev.jdock.image.ssh.PrivateKeyFile;
import dev.jdock.image.ssh.SigningKey;
import dev.jdock.image.text.GoQuote;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads values of {@code --ssh} as buildx does: the socket of an agent, or files of keys. */
final class AgentFlags {
  private static final String DEFAULT = "default";
  private static final String VARIABLE = "SSH_AUTH_SOCK";
  private static final int TYPE = 0170000;
  private static final int SOCKET = 0140000;

  private final Invocation invocation;
  private final String id;
  private final List<String> paths;

  private AgentFlags(Invocation invocation, String id, List<String> paths) {
    this.invocation = invocation;
    this.id = id;
    this.paths = paths;
  }

  /**
   * @return by id
   * @throws CommandFailure for a value that is none, and what it names that is missing
   */
  static Map<String, Agent> read(Invocation invocation, List<String> values) {
    Map<String, Agent> result = new LinkedHashMap<>();
    for (String value : values) {
      if (value.isEmpty()) {
        continue;
      }
      int equals = value.indexOf('=');
      String given = equals < 0 ? value : value.substring(0, equals);
      String id = given.isEmpty() ? DEFAULT : given;
      List<String> paths =
          equals < 0 ? List.of() : List.of(value.substring(equals + 1).split(",", -1));
      if (result.containsKey(id)) {
        throw CommandFailure.of("ERROR: duplicate agent ID " + GoQuote.quote(id));
      }
      result.put(id, new AgentFlags(invocation, id, paths).agent());
    }
    return result;
  }

  private Agent agent() {
    List<String> named = paths;
    if (paths.isEmpty() || paths.equals(List.of(""))) {
      String socket = invocation.environment().getOrDefault(VARIABLE, "");
      if (socket.isEmpty()) {
        throw failed("invalid empty ssh agent socket: make sure " + VARIABLE + " is set");
      }
      named = List.of(socket);
    }
    List<Path> sockets = new ArrayList<>();
    List<SigningKey> keys = new ArrayList<>();
    for (String path : named) {
      if (!sockets.isEmpty()) {
        throw unusable("only single socket allowed");
      }
      Path file = invocation.resolve(path);
      if (isSocket(path, file)) {
        sockets.add(file);
      } else {
        keys.add(key(path, file));
      }
    }
    if (sockets.isEmpty()) {
      return new KeyAgent(keys);
    }
    if (!keys.isEmpty()) {
      throw unusable("invalid combination of keys and sockets");
    }
    return new ForwardedAgent(sockets.getFirst());
  }

  private boolean isSocket(String path, Path file) {
    try {
      return ((int) Files.getAttribute(file, "unix:mode") & TYPE) == SOCKET;
    } catch (IOException e) {
      throw unusable("stat " + path + ": " + Reason.withoutFile(e));
    }
  }

  private SigningKey key(String path, Path file) {
    byte[] content;
    try (InputStream in = Files.newInputStream(file)) {
      content = in.readNBytes(PrivateKeyFile.MOST_BYTES);
    } catch (IOException e) {
      throw unusable("failed to open " + path + ": " + Reason.withoutFile(e));
    }
    try {
      return PrivateKeyFile.parse(content);
    } catch (IOException e) {
      throw unusable("failed to parse " + path + ": " + e.getMessage());
    }
  }

  private CommandFailure unusable(String reason) {
    return failed("failed to convert agent config for ID: " + GoQuote.quote(id) + ": " + reason);
  }

  private CommandFailure failed(String reason) {
    return CommandFailure.of(
        "ERROR: failed to convert agent config {"
            + id
            + " ["
            + String.join(" ", paths)
            + "] false}: "
            + reason);
  }
}
