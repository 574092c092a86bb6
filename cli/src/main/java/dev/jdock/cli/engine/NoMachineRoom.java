package dev.jdock.cli.engine;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.jdock.runtime.engine.Engine;
import dev.jdock.runtime.machine.BuildProperties;
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
                BuildProperties build = BuildProperties.own();
                return JsonNodeFactory.instance
                    .objectNode()
                    .put("Version", build.version())
                    .put("GitCommit", build.commit());
              }
              throw new UnsupportedOperationException("no machine room");
            });
  }

  @Override
  public boolean busy() {
    return false;
  }

  @Override
  public void close() {}
}
