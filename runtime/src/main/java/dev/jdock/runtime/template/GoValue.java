package dev.jdock.runtime.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Java values as Go would see them: {@code null} is nil, Boolean, Long, Double and String are
 * themselves, List is a slice, Map is a map, {@link GoStruct} a struct.
 */
public final class GoValue {
  static final Object ABSENT = new Absent();

  private GoValue() {}

  /**
   * A JSON document as {@code inspect} shows it: objects are structs, of which unknown fields are
   * errors, except those that Docker has as maps (labels, ports, volumes and so on).
   */
  public static @Nullable Object document(JsonNode json) {
    if (json.isObject()) {
      Map<String, @Nullable Object> members = new LinkedHashMap<>();
      json.properties()
          .forEach(
              member -> members.put(member.getKey(), member(member.getKey(), member.getValue())));
      return new GoStruct(GoStruct.DOCUMENT, members);
    }
    if (json.isArray()) {
      List<@Nullable Object> items = new ArrayList<>();
      json.forEach(item -> items.add(document(item)));
      return items;
    }
    return of(json);
  }

  /** A member of a document by its name, which decides whether it is a map or a struct. */
  static @Nullable Object member(String name, JsonNode json) {
    Object zero = TypedMap.zeroOf(name, json);
    if (json.isNull() && NilList.NAMES.contains(name)) {
      return new NilList();
    }
    if (json.isNull() && !(zero instanceof Absent)) {
      return TypedMap.nil(zero);
    }
    if (zero instanceof Absent || !json.isObject()) {
      return document(json);
    }
    Map<String, @Nullable Object> members = new TreeMap<>();
    boolean lists = zero instanceof List<?>;
    for (Map.Entry<String, JsonNode> member : json.properties()) {
      JsonNode value = member.getValue();
      members.put(member.getKey(), lists && value.isNull() ? new NilList() : document(value));
    }
    return new TypedMap(members, zero);
  }

  static @Nullable Object of(@Nullable Object value) {
    // The usual ones, as in Evaluation.
    if (value instanceof String || value instanceof GoStruct || value instanceof Map<?, ?>) {
      return value;
    }
    if (value instanceof Supplier<?> supplier) {
      return of(supplier.get());
    }
    return switch (value) {
      case null -> null;
      case Long _, Double _, Boolean _, GoFunction _ -> value;
      case JsonNode json -> ofJson(json);
      case Integer i -> (long) i;
      case Short i -> (long) i;
      case Byte i -> (long) i;
      case Float f -> (double) f;
      case BigInteger i -> i.bitLength() > 63 ? i.doubleValue() : (Object) i.longValue();
      case List<?> _ -> value;
      case Iterable<?> items -> {
        List<@Nullable Object> list = new ArrayList<>();
        items.forEach(list::add);
        yield list;
      }
      case Optional<?> optional -> optional.isPresent() ? of(optional.get()) : null;
      default -> value instanceof Absent ? value : value.toString();
    };
  }

  private static @Nullable Object ofJson(JsonNode json) {
    return switch (json.getNodeType()) {
      case OBJECT -> {
        Map<String, @Nullable Object> members = new TreeMap<>();
        json.properties()
            .forEach(member -> members.put(member.getKey(), ofJson(member.getValue())));
        yield members;
      }
      case ARRAY -> {
        List<@Nullable Object> items = new ArrayList<>();
        json.forEach(item -> items.add(ofJson(item)));
        yield items;
      }
      case NUMBER ->
          json.isIntegralNumber() ? of(json.bigIntegerValue()) : (Object) json.doubleValue();
      case BOOLEAN -> json.booleanValue();
      case NULL, MISSING -> null;
      default -> json.asText();
    };
  }

  static boolean truth(@Nullable Object value) {
    return switch (value) {
      case null -> false;
      case Boolean b -> b;
      case Long l -> l != 0;
      case Double d -> d != 0;
      case String s -> !s.isEmpty();
      case List<?> list -> !list.isEmpty();
      case Map<?, ?> map -> !map.isEmpty();
      default -> !(value instanceof Absent);
    };
  }

  /** As {@code %T} and error messages name it. */
  static String type(@Nullable Object value) {
    return switch (value) {
      case null -> "<nil>";
      case Boolean _ -> "bool";
      case Long _ -> "int";
      case Double _ -> "float64";
      case String _ -> "string";
      case List<?> _ -> "[]interface {}";
      case Map<?, ?> map ->
          map instanceof TypedMap typed && "".equals(typed.zero())
              ? "map[string]string"
              : "map[string]interface {}";
      case GoStruct struct -> struct.type();
      case GoFunction _ -> "func()";
      default -> value instanceof Absent ? "<nil>" : value.getClass().getSimpleName();
    };
  }

  /** Whether all values are strings. */
  static boolean strings(Collection<?> values) {
    return !values.isEmpty() && values.stream().allMatch(value -> of(value) instanceof String);
  }

  static int utf8Length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
