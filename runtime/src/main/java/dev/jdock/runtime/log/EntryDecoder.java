package dev.jdock.runtime.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads lines of a json-file log. Those that were written together have one time, which is read
 * once.
 */
final class EntryDecoder {
  private static final JsonFactory JSON = new JsonFactory();

  private String lastText = "";
  private Instant lastTime = Instant.EPOCH;

  /** Empty for a line that a crash has cut off. */
  Optional<LogEntry> decode(byte[] bytes, int offset, int length) {
    String log = "";
    String stream = "";
    String time = "";
    SortedMap<String, String> attributes = Collections.emptySortedMap();
    try (JsonParser json = JSON.createParser(bytes, offset, length)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        String value = json.nextTextValue();
        if (json.currentToken() == JsonToken.START_OBJECT) {
          attributes = attributes(json);
          continue;
        }
        switch (field) {
          case "log" -> log = value == null ? "" : value;
          case "stream" -> stream = value == null ? "" : value;
          case "time" -> time = value == null ? "" : value;
          default -> json.skipChildren();
        }
      }
      return Optional.of(
          new LogEntry(
              time(time),
              "stderr".equals(stream),
              log.getBytes(StandardCharsets.UTF_8),
              attributes));
    } catch (IOException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static SortedMap<String, String> attributes(JsonParser json) throws IOException {
    SortedMap<String, String> attributes = new TreeMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      attributes.put(json.currentName(), String.valueOf(json.nextTextValue()));
    }
    return attributes;
  }

  private Instant time(String text) {
    if (!text.equals(lastText)) {
      lastTime = Instant.parse(text);
      lastText = text;
    }
    return lastTime;
  }
}
