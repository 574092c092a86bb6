package dev.jdock.api.build;

import dev.jdock.image.build.BuildProgress;
import dev.jdock.image.build.InstructionProgress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * As Docker's classic builder writes: {@code Step 1/3 : FROM x}, what the step says, {@code --->
 * id}. Instructions stand in the order of the Dockerfile: what a later step says waits for its
 * turn.
 *
 * <p>Programs look for the containers of the steps by Docker's lines. jdock has none, a step's
 * place is not one: the ids are of nothing.
 */
public class ClassicProgress implements BuildProgress, InstructionProgress {
  private static final String RED = "\u001b[91m";
  private static final String PLAIN = "\u001b[0m";
  private static final int SHORT_ID = 12;

  /** What the classic builder does without a container. */
  private static final Set<String> WITHOUT_CONTAINER = Set.of("FROM", "COPY", "ADD");

  private final PrintStream out;
  private final Map<String, ByteArrayOutputStream> waiting = new HashMap<>();
  private final Set<String> cached = new HashSet<>();
  private final List<String> warnings = new ArrayList<>();
  private List<Planned> instructions = List.of();
  private int next;

  /** Of the pretended container of the current instruction; empty before it was told of. */
  private String running = "";

  public ClassicProgress(PrintStream out) {
    this.out = out;
  }

  @Override
  public InstructionProgress instructions() {
    return this;
  }

  @Override
  public synchronized void planned(List<Planned> all) {
    instructions = all;
    announce();
  }

  /** Whether any instruction has been told of. */
  public final synchronized boolean begun() {
    return !instructions.isEmpty();
  }

  private @Nullable Planned current() {
    return next < instructions.size() ? instructions.get(next) : null;
  }

  private void announce() {
    Planned current = current();
    if (current == null) {
      return;
    }
    if (current.trigger()) {
      boolean first = next == 0 || !instructions.get(next - 1).trigger();
      if (first) {
        int end = next;
        while (end < instructions.size() && instructions.get(end).trigger()) {
          end++;
        }
        int count = end - next;
        out.println("# Executing " + count + (count == 1 ? " build trigger" : " build triggers"));
      }
    } else {
      out.println("Step %d/%d : %s".formatted(numberOf(next), total(), current.text()));
    }
    ByteArrayOutputStream said = waiting.remove(current.step());
    if (said != null) {
      run(current);
      out.writeBytes(said.toByteArray());
    }
    out.flush();
  }

  /** Triggers are not counted. */
  private long numberOf(int index) {
    return instructions.subList(0, index + 1).stream().filter(each -> !each.trigger()).count();
  }

  private long total() {
    return numberOf(instructions.size() - 1);
  }

  @Override
  public synchronized void reached(@Nullable String image, boolean known) {
    if (image != null) {
      Planned current = current();
      boolean cachedStep = current != null && cached.contains(current.step());
      if (current != null && !known && !cachedStep) {
        run(current);
      }
      if (!running.isEmpty()) {
        out.println(" ---> Removed intermediate container " + running);
      } else if (known || cachedStep) {
        out.println(" ---> Using cache");
      }
      out.println(" ---> " + shortId(image));
    }
    running = "";
    next++;
    announce();
    out.flush();
  }

  private void run(Planned instruction) {
    String keyword = instruction.text().split("\\s", 2)[0].toUpperCase(Locale.ROOT);
    if (running.isEmpty() && !WITHOUT_CONTAINER.contains(keyword)) {
      running = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong(), SHORT_ID);
      out.println(" ---> Running in " + running);
    }
  }

  /** The first twelve digits of an image's id. */
  public static String shortId(String id) {
    String hex = id.substring(id.indexOf(':') + 1);
    return hex.substring(0, Math.min(SHORT_ID, hex.length()));
  }

  @Override
  public synchronized void output(Vertex vertex, boolean standardError, byte[] bytes, int length) {
    var chunk = new ByteArrayOutputStream();
    chunk.writeBytes(standardError ? RED.getBytes(StandardCharsets.UTF_8) : new byte[0]);
    chunk.write(bytes, 0, length);
    chunk.writeBytes(standardError ? PLAIN.getBytes(StandardCharsets.UTF_8) : new byte[0]);
    Planned current = current();
    if (current != null && current.step().equals(vertex.name())) {
      run(current);
      out.writeBytes(chunk.toByteArray());
      out.flush();
    } else {
      waiting
          .computeIfAbsent(vertex.name(), _ -> new ByteArrayOutputStream())
          .writeBytes(chunk.toByteArray());
    }
  }

  @Override
  public synchronized void warning(Warning warning) {
    // The classic builder knows no rules.
    if (warning.source() == null) {
      warnings.add(warning.line());
    }
  }

  @Override
  public void started(Vertex vertex) {}

  @Override
  public synchronized void cached(Vertex vertex) {
    cached.add(vertex.name());
  }

  @Override
  public void finished(Vertex vertex, @Nullable String error) {}

  /** The build has its result. */
  public synchronized void done() {
    warnings.forEach(out::println);
  }

  /** The build has failed. */
  public synchronized void failed() {
    // What a step said that failed before its turn had come is why.
    waiting.values().forEach(said -> out.writeBytes(said.toByteArray()));
    waiting.clear();
    out.flush();
  }
}
