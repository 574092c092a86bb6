package dev.jdock.runtime.template;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value with a fixed set of fields, unlike a map: its fields keep their order, an unknown one is
 * an error, and it prints as {@code {a b}}. A field that is a {@link GoFunction} is a method; one
 * that is a {@link java.util.function.Supplier} is computed when a template asks for it.
 *
 * @param type named in the error for an unknown field ({@code *formatter.containerContext})
 */
public record GoStruct(String type, Map<String, ? extends @Nullable Object> fields) {
  static final String DOCUMENT = "document";

  public GoStruct {
    fields = Collections.unmodifiableMap(new LinkedHashMap<String, @Nullable Object>(fields));
  }

  /** A JSON object, whose fields are fixed. */
  public static GoStruct of(String type, ObjectNode json) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    json.properties()
        .forEach(
            field -> fields.put(field.getKey(), GoValue.member(field.getKey(), field.getValue())));
    return new GoStruct(type, fields);
  }

  /**
   * The field of a name. Go's fields can be spelled differently from the JSON document ({@code .ID}
   * for {@code "Id"}), so a name with a capital is found whatever its other letters' case.
   */
  @Nullable Object field(String name) {
    String key = key(name);
    return key == null ? GoValue.ABSENT : GoValue.of(fields.get(key));
  }

  private @Nullable String key(String name) {
    if (fields.containsKey(name)) {
      return name;
    }
    if (!type.equals(DOCUMENT) || name.isEmpty() || !Character.isUpperCase(name.codePointAt(0))) {
      return null;
    }
    for (String key : fields.keySet()) {
      if (key.equalsIgnoreCase(name)) {
        return key;
      }
    }
    return null;
  }
}
