package dev.jdock.api.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.runtime.engine.Pruned;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** JSON as it goes over the wire. */
public final class Json {
  private static final int DEEPEST = 100;
  private static final int LONGEST_TEXT = 4 << 20;

  private Json() {}

  /** Made when there is text: it loads calendars, time zones and locales with itself. */
  private static final class Mapper {
    static final ObjectMapper JSON =
        JsonMapper.builder(
                JsonFactory.builder()
                    .streamReadConstraints(
                        StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxStringLength(LONGEST_TEXT)
                            .build())
                    .build())
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM)
            .disable(JsonReadFeature.ALLOW_LEADING_ZEROS_FOR_NUMBERS.mappedFeature())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
  }

  /** Reads with limits, and nothing behind a document; closes no streams. */
  public static ObjectMapper mapper() {
    return Mapper.JSON;
  }

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** A failure in a stream of progress, where no status can tell of it any more. */
  public static ObjectNode error(String message) {
    ObjectNode json = object();
    json.putObject("errorDetail").put("message", message);
    return json.put("error", message);
  }

  /**
   * What the answers of all prunes have.
   *
   * @param list the field for what is gone
   */
  public static ObjectNode pruned(String list, Pruned pruned) {
    ObjectNode json = object();
    if (pruned.names().isEmpty()) {
      json.putNull(list);
    } else {
      pruned.names().forEach(json.putArray(list)::add);
    }
    return json.put("SpaceReclaimed", pruned.reclaimed());
  }

  /** Writes a document and a newline, as Go's encoder does. */
  public static void writeLine(OutputStream out, JsonNode json) throws IOException {
    byte[] bytes = mapper().writeValueAsBytes(json);
    byte[] line = Arrays.copyOf(bytes, bytes.length + 1);
    line[bytes.length] = '\n';
    out.write(line);
  }
}
