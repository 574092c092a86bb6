package dev.jdock.cli.command.syntax;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Flags of the form {@code name=value}, such as labels. */
public final class NameValues {
  private NameValues() {}

  /** In their order; the last of a name counts, and what has no {@code =} has an empty value. */
  public static Map<String, String> of(List<String> flags) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String flag : flags) {
      int equals = flag.indexOf('=');
      values.put(
          equals < 0 ? flag : flag.substring(0, equals),
          equals < 0 ? "" : flag.substring(equals + 1));
    }
    return values;
  }
}
