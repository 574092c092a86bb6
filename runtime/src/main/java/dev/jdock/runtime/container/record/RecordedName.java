package dev.jdock.runtime.container.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;

/** The name of a container in a record that makes no sense as a whole, or has no end. */
final class RecordedName {
  private static final JsonFactory JSON = new JsonFactory();

  private RecordedName() {}

  /** Empty where it cannot be read either. */
  static String read(Path file) {
    try (JsonParser parser = JSON.createParser(file.toFile())) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return "";
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean here = parser.currentName().equals("name");
        JsonToken value = parser.nextToken();
        if (here) {
          return value == JsonToken.VALUE_STRING ? parser.getText() : "";
        }
        parser.skipChildren();
      }
      return "";
    } catch (IOException e) {
      return "";
    }
  }
}
