package dev.jdock.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A command in progress. Closing kills it if it still runs. */
final class Running implements AutoCloseable {

  private final List<String> command;
  private final Process process;
  private final Collector out;
  private final Collector err;

  Running(List<String> command, Process process) {
    this.command = command;
    this.process = process;
    this.out = new Collector(process.getInputStream());
    this.err = new Collector(process.getErrorStream());
  }

  String outSoFar() {
    return out.text();
  }

  String errSoFar() {
    return err.text();
  }

  Running send(String text) {
    try {
      OutputStream stdin = process.getOutputStream();
      stdin.write(text.getBytes(UTF_8));
      stdin.flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Running closeInput() {
    try {
      process.getOutputStream().close();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until standard output contains the text; an ended command cannot say it any more. */
  Running awaitOut(String text) {
    Eventually.that(
        () -> "no \"" + text + "\" in output of " + command + ": " + outSoFar() + errSoFar(),
        () -> {
          boolean over = !alive();
          if (over) {
            out.join();
          }
          boolean there = outSoFar().contains(text);
          if (over && !there) {
            throw new AssertionError(
                "ended without saying \"%s\": %s%n%s%s"
                    .formatted(text, command, outSoFar(), errSoFar()));
          }
          return there;
        });
    return this;
  }

  /** Sends a signal by name, as kill(1) does. */
  Running signal(String name) {
    Host.run("kill", "-s", name, Long.toString(process.pid())).ok();
    return this;
  }

  Stream<ProcessHandle> descendants() {
    return process.descendants();
  }

  boolean alive() {
    return process.isAlive();
  }

  Result await(Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        close();
        throw new AssertionError(
            "%s did not end within %s%n--- out%n%s%n--- err%n%s"
                .formatted(String.join(" ", command), limit, outSoFar(), errSoFar()));
      }
      out.join();
      err.join();
      return new Result(command, process.exitValue(), out.text(), err.text());
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for " + command, e);
    }
  }

  Result await() {
    return await(Duration.ofSeconds(60));
  }

  /** Kills it and waits until it is gone. */
  void stop() {
    close();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** Reads one stream to its end on its own thread, so that the program never blocks on a pipe. */
  private static final class Collector {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Thread thread;

    Collector(InputStream stream) {
      this.thread =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  stream.transferTo(bytes);
                } catch (IOException closedByDestroy) {
                  // The process was killed by the test: what came so far counts.
                }
              });
    }

    String text() {
      return bytes.toString(UTF_8);
    }

    void join() {
      try {
        // A grandchild may hold the pipe open: what came until now is the answer.
        thread.join(Duration.ofSeconds(10));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
