package dev.jdock.cli.command.progress;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.build.CallJson;
import dev.jdock.image.dockerfile.SourceRange;
import dev.jdock.image.dockerfile.SourceText;
import dev.jdock.image.reference.Digest;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One JSON document a line for each event: BuildKit's {@code SolveStatus}. */
final class RawJsonProgress implements ProgressDisplay {
  private static final int STANDARD_OUTPUT = 1;
  private static final int STANDARD_ERROR = 2;

  private final PrintStream err;
  private final Map<Integer, Instant> began = new HashMap<>();
  private final Map<Integer, Boolean> cached = new HashMap<>();
  private @Nullable Vertex first;

  RawJsonProgress(PrintStream err) {
    this.err = err;
  }

  @Override
  public synchronized void started(Vertex vertex) {
    if (first == null) {
      first = vertex;
    }
    begin(vertex);
  }

  private Instant begin(Vertex vertex) {
    return began.computeIfAbsent(
        vertex.number(),
        _ -> {
          Instant now = Instant.now();
          write("vertexes", vertex(vertex, now));
          return now;
        });
  }

  private static ObjectNode vertex(Vertex vertex, Instant began) {
    return object()
        .put("digest", digest(vertex))
        .put("name", vertex.name())
        .put("started", began.toString());
  }

  @Override
  public synchronized void output(Vertex vertex, boolean standardError, byte[] bytes, int length) {
    Instant _ = begin(vertex);
    write(
        "logs",
        object()
            .put("vertex", digest(vertex))
            .put("stream", standardError ? STANDARD_ERROR : STANDARD_OUTPUT)
            .put("data", base64(Arrays.copyOf(bytes, length)))
            .put("timestamp", Instant.now().toString()));
  }

  @Override
  public synchronized void part(Vertex vertex, String text) {
    status(vertex, text, "", 0);
  }

  @Override
  public synchronized void part(Vertex vertex, String text, long bytes) {
    status(vertex, text, "transferring", bytes);
  }

  private void status(Vertex vertex, String id, String name, long bytes) {
    Instant _ = begin(vertex);
    String now = Instant.now().toString();
    ObjectNode status = object().put("id", id).put("vertex", digest(vertex));
    if (!name.isEmpty()) {
      status.put("name", name);
    }
    status.put("current", bytes).put("timestamp", now).put("started", now).put("completed", now);
    write("statuses", status);
  }

  @Override
  public synchronized void cached(Vertex vertex) {
    cached.put(vertex.number(), true);
  }

  @Override
  public synchronized void finished(Vertex vertex, @Nullable String error) {
    ObjectNode node = vertex(vertex, begin(vertex)).put("completed", Instant.now().toString());
    if (cached.containsKey(vertex.number())) {
      node.put("cached", true);
    }
    if (error != null) {
      node.put("error", error.equals("CANCELED") ? "context canceled" : error);
    }
    write("vertexes", node);
  }

  @Override
  public synchronized void warning(Warning warning) {
    Vertex vertex = first;
    ObjectNode node = object();
    if (vertex != null) {
      node.put("vertex", digest(vertex));
    }
    node.put("level", 1).put("short", base64(warning.line()));
    if (!warning.detail().isEmpty()) {
      node.putArray("detail").add(base64(warning.detail()));
    }
    if (!warning.url().isEmpty()) {
      node.put("url", warning.url());
    }
    SourceText source = warning.source();
    SourceRange range = warning.range();
    if (source != null && range != null) {
      node.putObject("sourceInfo")
          .put("filename", source.name())
          .put("data", base64(source.text()))
          .put("language", "Dockerfile");
      node.set("range", CallJson.ranges(range));
    }
    write("warnings", node);
  }

  /** The same step of another build has the same. */
  private static String digest(Vertex vertex) {
    String text = vertex.number() + " " + vertex.name();
    return Digest.of(text.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static String base64(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private void write(String kind, ObjectNode event) {
    ObjectNode status = object();
    status.putArray(kind).add(event);
    err.println(CallJson.escaped(status));
  }

  @Override
  public void done() {}

  @Override
  public void failed() {}

  @Override
  public void close() {}
}
