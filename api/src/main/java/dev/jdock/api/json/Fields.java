package dev.jdock.api.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.api.http.HttpFailure;
import dev.jdock.api.http.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object of a request, read as Docker's daemon does, which is written in Go:
 * names in any case, null like an absent one, unknown ones passed over. A value of another type is
 * refused in the daemon's words.
 */
public final class Fields {
  private final JsonNode object;
  private final String path;

  private Fields(JsonNode object, String path) {
    this.object = object;
    this.path = path;
  }

  /**
   * @param object a JSON object
   */
  public static Fields of(JsonNode object) {
    return new Fields(object, "");
  }

  /** Whether there is such a field, which is not null. */
  public boolean has(String name) {
    return !value(name).isNull();
  }

  /** Empty where there is none. */
  public String text(String name) {
    return text(value(name), name);
  }

  /** Null where there is none, and where it is empty. */
  public @Nullable String textOrNull(String name) {
    String text = text(name);
    return text.isEmpty() ? null : text;
  }

  public boolean flag(String name) {
    return flag(name, false);
  }

  public boolean flag(String name, boolean otherwise) {
    Boolean said = flagOrNull(name);
    return said == null ? otherwise : said;
  }

  /** Null where there is none. */
  public @Nullable Boolean flagOrNull(String name) {
    JsonNode value = value(name);
    if (value.isNull()) {
      return null;
    }
    if (!value.isBoolean()) {
      throw unreadable(value, name, "bool");
    }
    return value.booleanValue();
  }

  /** 0 where there is none. */
  public long number(String name) {
    Long number = numberOrNull(name);
    return number == null ? 0 : number;
  }

  public @Nullable Long numberOrNull(String name) {
    JsonNode value = value(name);
    if (value.isNull()) {
      return null;
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw unreadable(value, name, "int64");
    }
    return value.longValue();
  }

  /** 0 where there is none. */
  public int integer(String name) {
    Integer number = integerOrNull(name);
    return number == null ? 0 : number;
  }

  public @Nullable Integer integerOrNull(String name) {
    Long number = numberOrNull(name);
    if (number == null) {
      return null;
    }
    if (number != number.intValue()) {
      throw unreadable(value(name), name, "int");
    }
    return number.intValue();
  }

  /** Empty where there is none. */
  public List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (JsonNode each : array(name, "[]string")) {
      texts.add(text(each, name));
    }
    return List.copyOf(texts);
  }

  /** A list, or a single text, as Dockerfile instructions have them; null where there is none. */
  public @Nullable List<String> wordsOrNull(String name) {
    JsonNode value = value(name);
    if (value.isNull()) {
      return null;
    }
    return value.isTextual() ? List.of(value.textValue()) : texts(name);
  }

  /** None of them negative; empty where there is none. */
  public int[] integers(String name) {
    List<Integer> numbers = new ArrayList<>();
    for (JsonNode each : array(name, "[]uint")) {
      if (!each.isInt() || each.intValue() < 0) {
        throw unreadable(each, name, "uint");
      }
      numbers.add(each.intValue());
    }
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Lists of texts. */
  public List<List<String>> textLists(String name) {
    List<List<String>> lists = new ArrayList<>();
    for (JsonNode each : array(name, "[][]string")) {
      lists.add(Fields.of(Json.object().set(name, each)).texts(name));
    }
    return lists;
  }

  /** Texts by name, in their order. */
  public Map<String, String> map(String name) {
    Map<String, String> map = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : objectAt(name).properties()) {
      map.put(entry.getKey(), text(entry.getValue(), name + "." + entry.getKey()));
    }
    return map;
  }

  /** The names in an object whose values say nothing: {@code {"80/tcp": {}}}. */
  public List<String> keys(String name) {
    List<String> keys = new ArrayList<>();
    objectAt(name).fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  /** An empty one where there is none. */
  public Fields object(String name) {
    return new Fields(objectAt(name), path + "." + name);
  }

  /** Objects by name. */
  public Map<String, Fields> objects(String name) {
    Map<String, Fields> objects = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : objectAt(name).properties()) {
      objects.put(entry.getKey(), element(entry.getValue(), name));
    }
    return objects;
  }

  /** Objects in a list. */
  public List<Fields> list(String name) {
    List<Fields> list = new ArrayList<>();
    for (JsonNode each : array(name, "[]struct")) {
      list.add(element(each, name));
    }
    return list;
  }

  /** Lists of objects by name. */
  public Map<String, List<Fields>> lists(String name) {
    Map<String, List<Fields>> lists = new LinkedHashMap<>();
    Fields inner = object(name);
    for (String key : keys(name)) {
      lists.put(key, inner.list(key));
    }
    return lists;
  }

  private Fields element(JsonNode value, String name) {
    if (!value.isObject() && !value.isNull()) {
      throw unreadable(value, name, "struct");
    }
    return new Fields(value.isNull() ? Json.object() : value, path + "." + name);
  }

  private Iterable<JsonNode> array(String name, String type) {
    JsonNode value = value(name);
    if (value.isNull()) {
      return List.of();
    }
    if (!value.isArray()) {
      throw unreadable(value, name, type);
    }
    return value;
  }

  private JsonNode objectAt(String name) {
    JsonNode value = value(name);
    if (value.isNull()) {
      return Json.object();
    }
    if (!value.isObject()) {
      throw unreadable(value, name, "map[string]string");
    }
    return value;
  }

  /** Null is empty, in lists and maps as well. */
  private String text(JsonNode value, String name) {
    if (value.isNull()) {
      return "";
    }
    if (!value.isTextual()) {
      throw unreadable(value, name, "string");
    }
    return value.textValue();
  }

  /** The exact name first, as Go's decoder has it. */
  private JsonNode value(String name) {
    JsonNode exact = object.get(name);
    if (exact != null) {
      return exact;
    }
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (field.getKey().equalsIgnoreCase(name)) {
        return field.getValue();
      }
    }
    return Json.mapper().nullNode();
  }

  private HttpFailure unreadable(JsonNode value, String name, String type) {
    String found =
        switch (value.getNodeType()) {
          case ARRAY -> "array";
          case BOOLEAN -> "bool";
          case NUMBER -> value.isIntegralNumber() ? "number" : "number " + value;
          case OBJECT -> "object";
          default -> "string";
        };
    return HttpFailure.badRequest(
        "invalid JSON: json: cannot unmarshal "
            + found
            + " into Go struct field "
            + path
            + "."
            + name
            + " of type "
            + type);
  }
}
