package dev.jdock.runtime.engine;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records of containers that an earlier jdock made lack what came later. */
final class AddedLater {
  private AddedLater() {}

  static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : List.copyOf(list);
  }

  static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
    return map == null ? Map.of() : map;
  }

  static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
