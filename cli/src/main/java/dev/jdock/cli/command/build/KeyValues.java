package dev.jdock.cli.command.build;

import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.command.syntax.NameValues;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values of flags that are {@code KEY=VALUE}; of two with one key the last counts. */
final class KeyValues {
  private KeyValues() {}

  /** A bare name takes its value from {@code environment}, or is dropped where that has none. */
  static Map<String, String> arguments(List<String> texts, Map<String, String> environment) {
    Map<String, String> result = new LinkedHashMap<>();
    for (String text : texts) {
      int equals = equalsSign(text);
      if (equals >= 0) {
        result.put(text.substring(0, equals), text.substring(equals + 1));
      } else if (environment.containsKey(text)) {
        result.put(text, environment.getOrDefault(text, ""));
      }
    }
    return result;
  }

  /** A bare name is one without a value. */
  static Map<String, String> labels(List<String> texts) {
    for (String text : texts) {
      int _ = equalsSign(text);
    }
    return NameValues.of(texts);
  }

  /**
   * Negative for a bare name.
   *
   * @throws CommandFailure in buildx's words, where there is no key
   */
  private static int equalsSign(String text) {
    int equals = text.indexOf('=');
    if (equals == 0) {
      throw CommandFailure.of("ERROR: invalid key-value pair \"" + text + "\": empty key");
    }
    return equals;
  }
}
