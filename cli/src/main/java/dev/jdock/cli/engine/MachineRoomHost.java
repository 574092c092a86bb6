package dev.jdock.cli.engine;

import dev.jdock.runtime.engine.Engine;
import java.lang.reflect.Proxy;
import java.nio.file.Path;

/** The machine room that this process hosts. */
final class MachineRoomHost {
  private MachineRoomHost() {}

  static Hosted open(Path root, Path runDirectory) {
    Engine none =
        (Engine)
            Proxy.newProxyInstance(
                Engine.class.getClassLoader(),
                new Class<?>[] {Engine.class},
                (proxy, method, arguments) -> {
                  throw new UnsupportedOperationException(
                      "no machine room yet for " + root + " and " + runDirectory);
                });
    return new Hosted() {
      @Override
      public Engine engine() {
        return none;
      }

      @Override
      public boolean busy() {
        return false;
      }

      @Override
      public void close() {}
    };
  }
}
