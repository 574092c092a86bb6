package dev.jdock.api.buildkit;

import dev.jdock.api.grpc.ProtoWriter;
import dev.jdock.image.build.BuildProgress;
import dev.jdock.image.dockerfile.SourceRange;
import dev.jdock.image.dockerfile.SourceText;
import dev.jdock.image.reference.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells of a build in BuildKit's {@code StatusResponse}: vertices (1), their parts (2), output (3)
 * and warnings (4). A vertex keeps the time of its beginning: clients show nothing more of one
 * whose beginning changes.
 */
final class SolveStatus implements BuildProgress {
  private static final int STANDARD_OUTPUT = 1;
  private static final int STANDARD_ERROR = 2;

  private final String ref;
  private final Consumer<ProtoWriter> sink;
  private final Map<Integer, Instant> began = new HashMap<>();
  private final Set<Integer> cached = new HashSet<>();
  private @Nullable Vertex first;

  /**
   * @param ref of the build, which makes its vertices its own
   */
  SolveStatus(String ref, Consumer<ProtoWriter> sink) {
    this.ref = ref;
    this.sink = sink;
  }

  private String digest(Vertex vertex) {
    String text = ref + " " + vertex.number();
    return Digest.of(text.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private ProtoWriter vertex(Vertex vertex, Instant start) {
    return new ProtoWriter()
        .text(1, digest(vertex))
        .text(3, vertex.name())
        .flag(4, cached.contains(vertex.number()))
        .time(5, start);
  }

  private void send(int kind, ProtoWriter event) {
    sink.accept(new ProtoWriter().message(kind, event));
  }

  @Override
  public synchronized void started(Vertex vertex) {
    if (first == null) {
      first = vertex;
    }
    Instant _ = begin(vertex);
  }

  private Instant begin(Vertex vertex) {
    Instant known = began.get(vertex.number());
    if (known != null) {
      return known;
    }
    Instant now = Instant.now();
    began.put(vertex.number(), now);
    send(1, vertex(vertex, now));
    return now;
  }

  @Override
  public synchronized void output(Vertex vertex, boolean standardError, byte[] bytes, int length) {
    Instant _ = begin(vertex);
    send(
        3,
        new ProtoWriter()
            .text(1, digest(vertex))
            .time(2, Instant.now())
            .number(3, standardError ? STANDARD_ERROR : STANDARD_OUTPUT)
            .bytes(4, Arrays.copyOf(bytes, length)));
  }

  @Override
  public synchronized void part(Vertex vertex, String text) {
    part(vertex, text, "", 0);
  }

  @Override
  public synchronized void part(Vertex vertex, String text, long bytes) {
    part(vertex, text, "transferring", bytes);
  }

  private void part(Vertex vertex, String id, String name, long bytes) {
    Instant _ = begin(vertex);
    Instant now = Instant.now();
    send(
        2,
        new ProtoWriter()
            .text(1, id)
            .text(2, digest(vertex))
            .text(3, name)
            .number(4, bytes)
            .time(6, now)
            .time(7, now)
            .time(8, now));
  }

  @Override
  public synchronized void cached(Vertex vertex) {
    cached.add(vertex.number());
  }

  @Override
  public synchronized void finished(Vertex vertex, @Nullable String error) {
    Instant start = begin(vertex);
    ProtoWriter event = vertex(vertex, start).time(6, Instant.now());
    if (error != null) {
      event.text(7, error.equals("CANCELED") ? "context canceled" : error);
    }
    send(1, event);
  }

  @Override
  public synchronized void warning(Warning warning) {
    Vertex about = first;
    ProtoWriter event = new ProtoWriter();
    if (about != null) {
      event.text(1, digest(about));
    }
    event.number(2, 1).bytes(3, warning.line().getBytes(StandardCharsets.UTF_8));
    if (!warning.detail().isEmpty()) {
      event.bytes(4, warning.detail().getBytes(StandardCharsets.UTF_8));
    }
    event.text(5, warning.url());
    SourceText source = warning.source();
    SourceRange range = warning.range();
    if (source != null && range != null) {
      event.message(
          6,
          new ProtoWriter()
              .text(1, source.name())
              .bytes(2, source.text().getBytes(StandardCharsets.UTF_8))
              .text(4, "Dockerfile"));
      for (int line = range.start(); line <= range.end(); line++) {
        ProtoWriter position = new ProtoWriter().number(1, line);
        event.message(7, new ProtoWriter().message(1, position).message(2, position));
      }
    }
    send(4, event);
  }
}
