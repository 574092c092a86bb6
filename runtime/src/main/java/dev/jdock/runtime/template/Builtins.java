package dev.jdock.runtime.template;

import static dev.jdock.runtime.template.GoFunction.Type.ANY;
import static dev.jdock.runtime.template.GoFunction.Type.STRING;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The functions of Go's text/template. {@code and} and {@code or} are evaluated by {@link
 * Execution}, since they stop early.
 */
final class Builtins {
  static final Map<String, GoFunction> FUNCTIONS =
      Map.ofEntries(
          Map.entry("and", GoFunction.variadic(args -> args.last(), ANY, ANY)),
          Map.entry("or", GoFunction.variadic(args -> args.last(), ANY, ANY)),
          Map.entry("not", GoFunction.of(args -> !GoValue.truth(args.at(0)), ANY)),
          Map.entry("len", GoFunction.of(args -> length(args.at(0)), ANY)),
          Map.entry("index", GoFunction.variadic(Builtins::index, ANY, ANY)),
          Map.entry("slice", GoFunction.variadic(Builtins::slice, ANY, ANY)),
          Map.entry("print", GoFunction.variadic(args -> GoFormat.sprint(args.values()), ANY)),
          Map.entry("println", GoFunction.variadic(args -> GoFormat.sprintln(args.values()), ANY)),
          Map.entry(
              "printf",
              GoFunction.variadic(
                  args -> GoFormat.sprintf(args.string(0), args.from(1).values()), ANY, STRING)),
          Map.entry("html", GoFunction.variadic(args -> Escapes.html(text(args)), ANY)),
          Map.entry("js", GoFunction.variadic(args -> Escapes.js(text(args)), ANY)),
          Map.entry(
              "urlquery",
              GoFunction.variadic(
                  args ->
                      URLEncoder.encode(text(args), StandardCharsets.UTF_8)
                          .replace("*", "%2A")
                          .replace("%7E", "~"),
                  ANY)),
          Map.entry("call", GoFunction.variadic(Builtins::call, ANY, ANY)),
          Map.entry("eq", GoFunction.variadic(Comparison::equal, ANY, ANY)),
          Map.entry(
              "ne", GoFunction.of(args -> !Comparison.same(args.at(0), args.at(1)), ANY, ANY)),
          Map.entry("lt", GoFunction.of(args -> Comparison.less(args.at(0), args.at(1)), ANY, ANY)),
          Map.entry(
              "le",
              GoFunction.of(args -> Comparison.lessOrEqual(args.at(0), args.at(1)), ANY, ANY)),
          Map.entry(
              "gt",
              GoFunction.of(args -> !Comparison.lessOrEqual(args.at(0), args.at(1)), ANY, ANY)),
          Map.entry(
              "ge", GoFunction.of(args -> !Comparison.less(args.at(0), args.at(1)), ANY, ANY)));

  private Builtins() {}

  private static String text(GoArguments args) {
    return args.size() == 1 && nil(args.at(0)) ? "<no value>" : GoFormat.sprint(args.values());
  }

  private static Object length(@Nullable Object value) {
    return switch (value) {
      case String s -> (long) GoValue.utf8Length(s);
      case List<?> list -> (long) list.size();
      case Map<?, ?> map -> (long) map.size();

      case null -> throw new IllegalArgumentException("len of nil pointer");
      default ->
          throw new IllegalArgumentException(
              value instanceof Absent
                  ? "len of nil pointer"
                  : "len of type " + GoValue.type(value));
    };
  }

  private static @Nullable Object index(GoArguments args) {
    Object item = args.at(0);
    if (nil(item)) {
      throw new IllegalArgumentException("index of untyped nil");
    }
    for (Object key : args.from(1).values()) {
      if (nil(item)) {
        throw new IllegalArgumentException("index of nil pointer");
      }
      item = element(item, key);
    }
    return item;
  }

  private static boolean nil(@Nullable Object value) {
    return value == null || value instanceof Absent;
  }

  private static @Nullable Object element(@Nullable Object item, @Nullable Object key) {
    return switch (item) {
      case List<?> list -> GoValue.of(list.get(position(key, list.size())));
      case String s -> {
        byte[] bytes = s.getBytes(StandardCharsets.UTF_8);
        yield (long) (bytes[position(key, bytes.length)] & 0xff);
      }
      case Map<?, ?> map -> {
        String name = key(key);

        Object zero = map instanceof TypedMap typed ? typed.zero() : GoValue.ABSENT;
        yield map.containsKey(name) ? GoValue.of(map.get(name)) : zero;
      }

      case null -> throw new IllegalArgumentException("index of nil pointer");
      default ->
          throw new IllegalArgumentException("can't index item of type " + GoValue.type(item));
    };
  }

  private static String key(@Nullable Object key) {
    if (key instanceof String name) {
      return name;
    }
    throw new IllegalArgumentException(
        nil(key)
            ? "value is nil; should be of type string"
            : "value has type " + GoValue.type(key) + "; should be string");
  }

  private static int position(@Nullable Object key, int size) {
    if (!(key instanceof Long index)) {
      throw new IllegalArgumentException(
          nil(key)
              ? "cannot index slice/array with nil"
              : "cannot index slice/array with type " + GoValue.type(key));
    }
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException("index out of range: " + index);
    }
    return index.intValue();
  }

  private static Object slice(GoArguments args) {
    Object item = args.at(0);
    if (nil(item)) {
      throw new IllegalArgumentException("slice of untyped nil");
    }
    int indexes = args.size() - 1;
    if (indexes > 3) {
      throw new IllegalArgumentException("too many slice indexes: " + indexes);
    }
    int size =
        switch (item) {
          case String s -> GoValue.utf8Length(s);
          case List<?> list -> list.size();
          case null, default ->
              throw new IllegalArgumentException("can't slice item of type " + GoValue.type(item));
        };
    if (item instanceof String && indexes == 3) {
      throw new IllegalArgumentException("cannot 3-index slice a string");
    }
    int from = indexes > 0 ? bound(args.at(1), size) : 0;
    int to = indexes > 1 ? bound(args.at(2), size) : size;
    if (indexes > 2 && to > bound(args.at(3), size)) {
      throw new IllegalArgumentException("invalid slice index: " + to + " > " + args.at(3));
    }
    if (from > to) {
      throw new IllegalArgumentException("invalid slice index: " + from + " > " + to);
    }
    if (item instanceof String s) {
      return new String(
          s.getBytes(StandardCharsets.UTF_8), from, to - from, StandardCharsets.UTF_8);
    }
    return item instanceof List<?> list ? list.subList(from, to) : List.of();
  }

  private static int bound(@Nullable Object index, int size) {
    return position(index, size + 1);
  }

  private static @Nullable Object call(GoArguments args) {
    Object function = args.at(0);
    if (nil(function)) {
      throw new IllegalArgumentException("call of nil");
    }
    if (!(function instanceof GoFunction go)) {
      throw new IllegalArgumentException("non-function of type " + GoValue.type(function));
    }
    GoArguments rest = args.from(1);
    String wrong = go.miscount("function", rest.size());
    if (wrong != null) {
      throw new IllegalArgumentException(wrong);
    }
    return go.body().call(rest);
  }
}
