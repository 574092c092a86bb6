package dev.jdock.api.stream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.api.http.Json;
import dev.jdock.api.http.Response;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.HumanSize;
import dev.jdock.image.transfer.TransferEvent;
import dev.jdock.image.transfer.TransferProgress;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * Progress as JSON documents, one in a line, sent at once. A failure before the first line is the
 * request's status, and a last line after it.
 */
public final class ProgressLines implements TransferProgress {
  private static final int BAR = 50;

  private final OutputStream body;
  private boolean begun;

  /** What is told of, and may fail. */
  @FunctionalInterface
  public interface Task {
    void run() throws InterruptedException, IOException;
  }

  public ProgressLines(Response response) {
    this.body = response.stream("application/json");
  }

  /** Runs what tells its progress here. */
  public void run(Task task) throws InterruptedException, IOException {
    try {
      task.run();
    } catch (JdockException e) {
      fail(e);
    }
    flush();
  }

  private synchronized void fail(JdockException e) {
    if (!begun) {
      throw e;
    }
    line(Json.error(String.valueOf(e.getMessage())));
  }

  /** From now on failures are told in the stream, even before the first line. */
  public synchronized void failInStream() {
    begun = true;
  }

  private synchronized void flush() throws IOException {
    body.flush();
  }

  /** Sends a line. */
  public synchronized void line(ObjectNode json) {
    begun = true;
    try {
      Json.writeLine(body, json);
      body.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A line for people. */
  public void status(String text) {
    line(Json.object().put("status", text));
  }

  @Override
  public void tell(TransferEvent event) {
    ObjectNode json = Json.object().put("status", event.status());
    if (!event.id().isEmpty()) {
      ObjectNode detail = json.putObject("progressDetail");
      if (event.hasProgress()) {
        detail.put("current", event.current()).put("total", event.total());
        json.put("progress", bar(event.current(), event.total()));
      }
      json.put("id", event.id());
    }
    line(json);
  }

  /** What clients that draw nothing themselves print. */
  public static String bar(long current, long total) {
    int done = (int) Math.min(BAR, current * 100 / total / 2);
    return "[%s>%s] %8s/%s"
        .formatted(
            "=".repeat(done),
            " ".repeat(BAR - done),
            HumanSize.decimal((double) current, 4),
            HumanSize.decimal((double) total, 4));
  }
}
