package dev.jdock.cli.engine;

import dev.jdock.runtime.engine.Engine;
import java.lang.reflect.Proxy;

/** A machine room with nothing in it: every command about containers fails. */
final class NoMachineRoom implements Hosted {
  @Override
  public Engine engine() {
    return (Engine)
        Proxy.newProxyInstance(
            Engine.class.getClassLoader(),
            new Class<?>[] {Engine.class},
            (proxy, method, arguments) -> {
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
