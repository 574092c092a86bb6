package dev.jdock.cli.command;

import dev.jdock.runtime.engine.Engine;
import dev.jdock.runtime.engine.Outcome;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records what was asked of an engine, and answers what a test told it to. */
final class FakeEngine {
  /** What a method does. */
  interface Answer {
    @Nullable Object to(List<@Nullable Object> arguments) throws Exception;
  }

  final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, Answer> answers = new HashMap<>();
  private @Nullable Answer otherwise;
  private final Map<String, List<@Nullable Object>> lastArguments =
      Collections.synchronizedMap(new HashMap<>());

  FakeEngine answer(String method, Answer answer) {
    answers.put(method, answer);
    return this;
  }

  FakeEngine answer(String method, Object value) {
    return answer(method, arguments -> value);
  }

  /** What all methods do that a test has no answer for. */
  FakeEngine otherwise(Answer answer) {
    otherwise = answer;
    return this;
  }

  /** The last call's argument of that type. */
  <T> T argument(String method, Class<T> type) {
    for (Object argument : lastArguments.getOrDefault(method, List.of())) {
      if (type.isInstance(argument)) {
        return type.cast(argument);
      }
    }
    throw new AssertionError("no " + type + " in " + method + ": " + calls);
  }

  Engine engine() {
    return fake(Engine.class);
  }

  private <T> T fake(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, given) -> {
              switch (method.getName()) {
                case "containers",
                    "execs",
                    "images",
                    "builds",
                    "registries",
                    "volumes",
                    "networks",
                    "system" -> {
                  return fake(method.getReturnType());
                }
                default -> {
                  List<@Nullable Object> arguments =
                      given == null ? List.of() : Arrays.asList(given);
                  calls.add(method.getName() + arguments);
                  lastArguments.put(method.getName(), arguments);
                  Answer answer = answers.getOrDefault(method.getName(), otherwise);
                  if (answer != null) {
                    return answer.to(arguments);
                  }
                  if (method.getReturnType() == void.class) {
                    return null;
                  }
                  if (method.getReturnType() == Outcome.class) {
                    return Outcome.DONE;
                  }
                  throw new AssertionError("unexpected call: " + method.getName() + arguments);
                }
              }
            }));
  }
}
