package dev.jdock.cli.bake;

import dev.jdock.image.error.JdockException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value of a Compose file.
 *
 * @param path in the file, for errors
 */
record ComposeNode(String path, @Nullable Object value) {

  static ComposeNode of(String path, @Nullable Object value) {
    return new ComposeNode(path, value);
  }

  boolean has(String name) {
    return value instanceof Map<?, ?> map && map.get(name) != null;
  }

  ComposeNode member(String name) {
    Object found = value instanceof Map<?, ?> map ? map.get(name) : null;
    return new ComposeNode(path.isEmpty() ? name : path + "." + name, found);
  }

  Map<String, ComposeNode> members() {
    Map<String, ComposeNode> result = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, _) -> result.put(String.valueOf(key), member(String.valueOf(key))));
    } else if (value != null) {
      throw wrong("must be a mapping");
    }
    return result;
  }

  private JdockException wrong(String complaint) {
    return JdockException.invalid(path + " " + complaint);
  }

  boolean isText() {
    return value instanceof String;
  }

  /** Empty where nothing is said. */
  String text() {
    return switch (value) {
      case null -> "";
      case String text -> text;
      case Number number -> String.valueOf(number);
      case Boolean flag -> String.valueOf(flag);
      default -> throw wrong("must be a string");
    };
  }

  @Nullable Boolean flag() {
    return switch (value) {
      case null -> null;
      case Boolean flag -> flag;
      case String text when text.equals("true") -> Boolean.TRUE;
      case String text when text.equals("false") -> Boolean.FALSE;
      default -> throw wrong("must be a boolean");
    };
  }

  /** A list, or one word for a list of one. */
  List<String> words() {
    return switch (value) {
      case null -> List.of();
      case List<?> list -> {
        var words = new ArrayList<String>();
        for (Object item : list) {
          words.add(new ComposeNode(path, item).text());
        }
        yield words;
      }
      case Map<?, ?> _ -> throw wrong("must be a list");
      default -> List.of(text());
    };
  }

  List<ComposeNode> items() {
    return value instanceof List<?> list
        ? list.stream().map(item -> new ComposeNode(path, item)).toList()
        : List.of();
  }

  /**
   * A mapping, or a list of {@code NAME=value}.
   *
   * @return null for a name without a value
   */
  Map<String, @Nullable String> pairs(String separators) {
    Map<String, @Nullable String> result = new LinkedHashMap<>();
    if (value instanceof Map<?, ?>) {
      members()
          .forEach((name, node) -> result.put(name, node.value() == null ? null : node.text()));
      return result;
    }
    for (String word : words()) {
      int end = -1;
      for (int i = 0; i < separators.length(); i++) {
        int found = word.indexOf(separators.charAt(i));
        end = found >= 0 && (end < 0 || found < end) ? found : end;
      }
      result.put(end < 0 ? word : word.substring(0, end), end < 0 ? null : word.substring(end + 1));
    }
    return result;
  }

  ComposeNode interpolated(Map<String, String> variables) {
    return new ComposeNode(path, interpolated(value, variables));
  }

  private static @Nullable Object interpolated(
      @Nullable Object value, Map<String, String> variables) {
    return switch (value) {
      case String text -> ComposeVariables.expand(text, variables);
      case List<?> list -> {
        var items = new ArrayList<@Nullable Object>();
        list.forEach(item -> items.add(interpolated(item, variables)));
        yield items;
      }
      case Map<?, ?> map -> {
        Map<Object, @Nullable Object> members = new LinkedHashMap<>();
        map.forEach((key, member) -> members.put(key, interpolated(member, variables)));
        yield members;
      }
      case null, default -> value;
    };
  }

  /** What a later file says goes over what this one does; lists are added to. */
  ComposeNode and(ComposeNode later) {
    return new ComposeNode(path, merged(value, later.value));
  }

  private static @Nullable Object merged(@Nullable Object first, @Nullable Object second) {
    if (first instanceof Map<?, ?> one && second instanceof Map<?, ?> other) {
      Map<Object, @Nullable Object> members = new LinkedHashMap<>(one);
      other.forEach((key, member) -> members.put(key, merged(members.get(key), member)));
      return members;
    }
    if (first instanceof List<?> one && second instanceof List<?> other) {
      var items = new ArrayList<@Nullable Object>(one);
      items.addAll(other);
      return items;
    }
    return second == null ? first : second;
  }
}
