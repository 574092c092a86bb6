package dev.jdock.runtime.container.document;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the fields of a document, of which null is one. */
final class FieldWriter {
  private final JsonGenerator json;

  FieldWriter(JsonGenerator json) {
    this.json = json;
  }

  /** A field's name; its value is an object, a list of them, or {@link #none}. */
  void name(String name) throws IOException {
    json.writeFieldName(name);
  }

  void none() throws IOException {
    json.writeNull();
  }

  void beginObject() throws IOException {
    json.writeStartObject();
  }

  void endObject() throws IOException {
    json.writeEndObject();
  }

  void beginList() throws IOException {
    json.writeStartArray();
  }

  void endList() throws IOException {
    json.writeEndArray();
  }

  void text(String name, @Nullable String value) throws IOException {
    json.writeFieldName(name);
    json.writeString(value);
  }

  void number(String name, long value) throws IOException {
    json.writeNumberField(name, value);
  }

  void number(String name, @Nullable Integer value) throws IOException {
    if (value == null) {
      json.writeNullField(name);
    } else {
      json.writeNumberField(name, value.intValue());
    }
  }

  void flag(String name, boolean value) throws IOException {
    json.writeBooleanField(name, value);
  }

  void constant(String name, @Nullable Enum<?> value) throws IOException {
    text(name, value == null ? null : value.name());
  }

  void texts(String name, @Nullable Collection<String> values) throws IOException {
    json.writeFieldName(name);
    if (values == null) {
      json.writeNull();
    } else {
      texts(values);
    }
  }

  void textLists(String name, @Nullable List<List<String>> lists) throws IOException {
    json.writeFieldName(name);
    if (lists == null) {
      json.writeNull();
      return;
    }
    json.writeStartArray();
    for (List<String> each : lists) {
      texts(each);
    }
    json.writeEndArray();
  }

  void textMap(String name, @Nullable Map<String, String> map) throws IOException {
    json.writeFieldName(name);
    if (map == null) {
      json.writeNull();
      return;
    }
    json.writeStartObject();
    for (Map.Entry<String, String> each : map.entrySet()) {
      text(each.getKey(), each.getValue());
    }
    json.writeEndObject();
  }

  private void texts(Collection<String> values) throws IOException {
    json.writeStartArray();
    for (String each : values) {
      json.writeString(each);
    }
    json.writeEndArray();
  }
}
