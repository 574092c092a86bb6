package dev.jdock.image.dockerfile;

import dev.jdock.image.dockerfile.Directives.SyntaxError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The {@code --name=value} flags of one instruction, checked against those it knows. */
final class Flags {
  private final Map<String, String> values = new HashMap<>();
  private final Map<String, List<String>> lists = new HashMap<>();

  private Flags() {}

  /** The flags an instruction takes. */
  record Known(Set<String> strings, Set<String> booleans, Set<String> lists) {
    static Known none() {
      return new Known(Set.of(), Set.of(), Set.of());
    }

    static Known ofStrings(String... names) {
      return new Known(Set.of(names), Set.of(), Set.of());
    }
  }

  static Flags parse(List<String> words, Known known) {
    var flags = new Flags();
    for (String word : words) {
      int equals = word.indexOf('=');
      String flag = equals < 0 ? word : word.substring(0, equals);
      String name = flag.substring(2);
      boolean list = known.lists().contains(name);
      boolean bool = known.booleans().contains(name);
      if (!list && !bool && !known.strings().contains(name)) {
        throw unknown(flag, name, known);
      }
      if (flags.values.containsKey(name) && !list) {
        throw new SyntaxError("duplicate flag specified: " + flag);
      }
      if (bool ? word.endsWith("=") : equals < 0) {
        throw new SyntaxError("missing a value on flag: " + flag);
      }
      String value = equals < 0 ? "true" : word.substring(equals + 1);
      flags.values.put(name, bool ? bool(flag, value) : value);
      flags.lists.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
    }
    return flags;
  }

  private static String bool(String flag, String value) {
    String lower = value.toLowerCase(Locale.ROOT);
    if (!lower.equals("true") && !lower.equals("false")) {
      throw new SyntaxError("expecting boolean value for flag " + flag + ", not: " + value);
    }
    return lower;
  }

  private static SyntaxError unknown(String flag, String name, Known known) {
    Set<String> all = new HashSet<>(known.strings());
    all.addAll(known.booleans());
    all.addAll(known.lists());
    return new SyntaxError("unknown flag: " + flag + Suggestion.ofName(name, all));
  }

  String value(String name) {
    return values.getOrDefault(name, "");
  }

  /** Of a flag that may be given several times, in their order. */
  List<String> values(String name) {
    return List.copyOf(lists.getOrDefault(name, List.of()));
  }

  /** Whether a boolean flag is given and true. */
  boolean is(String name) {
    return value(name).equals("true");
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  /** Flags that are read but not built yet must not pass as if they were. */
  void refuse(String keyword, String... names) {
    for (String name : names) {
      if (has(name) && !value(name).equals("false")) {
        throw new SyntaxError(keyword + " --" + name + " is not supported yet");
      }
    }
  }
}
