package dev.jdock.cli.engine;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.jdock.runtime.engine.Engine;
import dev.jdock.runtime.engine.SystemOperations;
import dev.jdock.runtime.machine.BuildProperties;
import java.lang.reflect.Proxy;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An empty machine room: every operation fails, except for the version. */
final class NoMachineRoom implements Hosted {
  @Override
  public Engine engine() {
    return proxy(
        Engine.class,
        method -> method.equals("system") ? proxy(SystemOperations.class, this::known) : null);
  }

  private @Nullable Object known(String method) {
    if (!method.equals("version")) {
      return null;
    }
    BuildProperties build = BuildProperties.own();
    return JsonNodeFactory.instance
        .objectNode()
        .put("Version", build.version())
        .put("GitCommit", build.commit());
  }

  /**
   * @param answer what a method of that name returns; null for those that fail
   */
  private static <T> T proxy(Class<T> type, Function<String, @Nullable Object> answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              Object known = answer.apply(method.getName());
              if (known == null) {
                throw new UnsupportedOperationException("no machine room");
              }
              return known;
            }));
  }

  @Override
  public boolean busy() {
    return false;
  }

  @Override
  public boolean working() {
    return false;
  }

  @Override
  public void close() {}
}
