package dev.jdock.cli.engine;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.jdock.runtime.engine.Engine;
import dev.jdock.runtime.machine.MachineRoom;
import java.lang.reflect.Proxy;

/**
 * A machine room with nothing in it: every command about containers fails, only its version is
 * known.
 */
final class NoMachineRoom implements Hosted {
  @Override
  public Engine engine() {
    return (Engine)
        Proxy.newProxyInstance(
            Engine.class.getClassLoader(),
            new Class<?>[] {Engine.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("version")) {
                return JsonNodeFactory.instance.objectNode().put("Version", version());
              }
              throw new UnsupportedOperationException("no machine room");
            });
  }

  /** From the jar's manifest; {@code dev} where there is no jar. */
  private static String version() {
    String version = MachineRoom.class.getPackage().getImplementationVersion();
    return version == null ? "dev" : version;
  }

  @Override
  public boolean busy() {
    return false;
  }

  @Override
  public void close() {}
}
