package dev.jdock.api.system;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.api.http.ApiVersion;
import dev.jdock.api.http.Json;
import dev.jdock.api.http.MediaTypes;
import dev.jdock.runtime.engine.Event;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * How events are written: a document in a line, in a sequence of RFC 7464 with a separator before
 * it.
 *
 * @param type of the body
 * @param oldFields whether they have what versions before 1.52 have besides
 */
record EventLines(String type, boolean oldFields) {
  private static final String LINES = "application/jsonl";
  private static final String SEQUENCE = "application/json-seq";
  private static final List<String> TYPES = List.of(LINES, "application/x-ndjson", SEQUENCE);
  private static final int RECORD_SEPARATOR = 0x1e;

  /**
   * What a client of that version gets.
   *
   * @param accept its headers of that name
   */
  static EventLines of(ApiVersion version, List<String> accept) {
    boolean current = version.isAtLeast(52);
    // Before, lines were called a document.
    String usual = current ? LINES : "application/json";
    return new EventLines(MediaTypes.preferred(accept, TYPES).orElse(usual), !current);
  }

  void write(OutputStream body, Event event) throws IOException {
    write(body, oldFields ? EventJson.withOldFields(event) : EventJson.of(event));
  }

  void write(OutputStream body, JsonNode json) throws IOException {
    if (type.equals(SEQUENCE)) {
      body.write(RECORD_SEPARATOR);
    }
    Json.writeLine(body, json);
  }
}
