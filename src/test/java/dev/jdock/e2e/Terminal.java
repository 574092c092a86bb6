package dev.jdock.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A command on a pseudo-terminal of its own; what it prints comes with CR LF. */
final class Terminal implements AutoCloseable {

  private final Running running;

  private Terminal(Running running) {
    this.running = running;
  }

  static Terminal open(
      int rows, int columns, Map<String, String> environment, Path directory, List<String> line) {
    List<String> command = new ArrayList<>();
    command.add("python3");
    command.add(
        Path.of(System.getProperty("jdock.test.fixtures", "fixtures"), "on-terminal.py")
            .toString());
    command.add(Integer.toString(rows));
    command.add(Integer.toString(columns));
    command.addAll(line);
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().putAll(environment);
    builder.environment().put("TERM", "xterm");
    try {
      return new Terminal(new Running(command, builder.start()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Types the text as it is: end lines with \r, Ctrl-C is \003. */
  Terminal type(String text) {
    running.send("type " + Base64.getEncoder().encodeToString(text.getBytes(UTF_8)) + "\n");
    return this;
  }

  Terminal resize(int rows, int columns) {
    running.send("size " + rows + " " + columns + "\n");
    return this;
  }

  /** The terminal goes away, as when its window is closed. */
  Terminal hangUp() {
    running.send("hangup\n");
    return this;
  }

  /** The process of that program, which must run on this terminal. */
  ProcessHandle process(String program) {
    return running
        .descendants()
        .filter(
            each -> each.info().command().filter(path -> path.endsWith("/" + program)).isPresent())
        .findFirst()
        .orElseThrow();
  }

  Terminal awaitText(String text) {
    running.awaitOut(text);
    return this;
  }

  String text() {
    return running.outSoFar();
  }

  /** The exit code of the command, and all that its terminal showed. */
  Result await() {
    return running.await(Duration.ofSeconds(60));
  }

  @Override
  public void close() {
    running.close();
  }
}
