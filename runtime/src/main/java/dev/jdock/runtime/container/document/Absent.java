package dev.jdock.runtime.container.document;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a field means that the first documents of its version did not have. */
final class Absent {
  private Absent() {}

  static <T> List<T> list(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }

  static Map<String, String> map(@Nullable Map<String, String> map) {
    return map == null ? Map.of() : map;
  }

  static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}
