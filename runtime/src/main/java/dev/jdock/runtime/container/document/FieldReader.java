package dev.jdock.runtime.container.document;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.image.error.JdockException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one object of a document. What is absent is null, as what is null; a number then is
 * 0. All methods throw {@link JdockException} INVALID with the field's place in the document for
 * what has another type.
 */
final class FieldReader {
  private final JsonNode object;
  private final String path;

  /**
   * @param path of the object in the document, with a dot behind it; empty for the document itself
   */
  private FieldReader(JsonNode object, String path) {
    this.object = object;
    this.path = path;
  }

  /** Those of a whole document. */
  static FieldReader of(JsonNode document) {
    if (!document.isObject()) {
      throw JdockException.invalid("it is not of the expected form");
    }
    return new FieldReader(document, "");
  }

  @Nullable String text(String name) {
    JsonNode value = value(name);
    return value == null ? null : text(value, name);
  }

  long number(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return 0;
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw invalid(name);
    }
    return value.longValue();
  }

  int integer(String name) {
    long value = number(name);
    if (value != (int) value) {
      throw invalid(name);
    }
    return (int) value;
  }

  @Nullable Integer integerOrNull(String name) {
    return value(name) == null ? null : integer(name);
  }

  boolean flag(String name) {
    JsonNode value = value(name);
    if (value != null && !value.isBoolean()) {
      throw invalid(name);
    }
    return value != null && value.booleanValue();
  }

  /** By its name. */
  <E extends Enum<E>> @Nullable E constant(String name, Class<E> type) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(text)) {
        return constant;
      }
    }
    throw invalid(name);
  }

  @Nullable FieldReader object(String name) {
    JsonNode value = value(name);
    return value == null ? null : object(value, name);
  }

  @Nullable List<FieldReader> objects(String name) {
    JsonNode array = array(name);
    if (array == null) {
      return null;
    }
    List<FieldReader> objects = new ArrayList<>(array.size());
    for (JsonNode each : array) {
      objects.add(object(each, name));
    }
    return objects;
  }

  @Nullable List<String> texts(String name) {
    JsonNode array = array(name);
    return array == null ? null : texts(array, name, new ArrayList<>(array.size()));
  }

  @Nullable SortedSet<String> sortedTexts(String name) {
    JsonNode array = array(name);
    return array == null ? null : texts(array, name, new TreeSet<>());
  }

  @Nullable List<List<String>> textLists(String name) {
    JsonNode array = array(name);
    if (array == null) {
      return null;
    }
    List<List<String>> lists = new ArrayList<>(array.size());
    for (JsonNode each : array) {
      lists.add(texts(whole(each, name), name, new ArrayList<>(each.size())));
    }
    return lists;
  }

  /** In the order of the document. */
  @Nullable Map<String, String> textMap(String name) {
    return textMap(name, new LinkedHashMap<>());
  }

  @Nullable SortedMap<String, String> sortedTextMap(String name) {
    return textMap(name, new TreeMap<>());
  }

  /** For what a document has to have, once it is made: some of it has defaults. */
  void require(String name, @Nullable Object value) {
    if (value == null) {
      throw missing(name);
    }
  }

  private @Nullable JsonNode value(String name) {
    JsonNode value = object.get(name);
    return value == null || value.isNull() ? null : value;
  }

  private @Nullable JsonNode array(String name) {
    JsonNode value = value(name);
    if (value != null && !value.isArray()) {
      throw invalid(name);
    }
    return value;
  }

  private <C extends Collection<String>> C texts(JsonNode array, String name, C texts) {
    if (!array.isArray()) {
      throw invalid(name);
    }
    for (JsonNode each : array) {
      texts.add(text(each, name));
    }
    return texts;
  }

  private <M extends Map<String, String>> @Nullable M textMap(String name, M map) {
    JsonNode values = value(name);
    if (values == null) {
      return null;
    }
    if (!values.isObject()) {
      throw invalid(name);
    }
    for (Map.Entry<String, JsonNode> each : values.properties()) {
      map.put(each.getKey(), text(each.getValue(), name));
    }
    return map;
  }

  private FieldReader object(JsonNode value, String name) {
    if (!whole(value, name).isObject()) {
      throw invalid(name);
    }
    return new FieldReader(value, path.concat(name).concat("."));
  }

  private String text(JsonNode value, String name) {
    if (!whole(value, name).isTextual()) {
      throw invalid(name);
    }
    return value.textValue();
  }

  private JsonNode whole(JsonNode value, String name) {
    if (value.isNull()) {
      throw missing(name);
    }
    return value;
  }

  private JdockException invalid(String name) {
    return JdockException.invalid("invalid value of " + path + name);
  }

  private JdockException missing(String name) {
    return JdockException.invalid("the record has a null in " + path + name);
  }
}
