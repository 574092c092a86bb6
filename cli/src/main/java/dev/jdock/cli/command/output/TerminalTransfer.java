package dev.jdock.cli.command.output;

import dev.jdock.cli.terminal.Terminal;
import dev.jdock.image.text.HumanSize;
import dev.jdock.image.transfer.TransferEvent;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Docker's look: a line for each layer, with a bar where there is something to measure. Below them,
 * what Docker does not tell: how much of the whole has come over the wire, and how fast.
 */
final class TerminalTransfer implements TransferDisplay {
  private static final long REDRAW_MILLISECONDS = 100;
  private static final long SPEED_NANOSECONDS = 3_000_000_000L;
  private static final int WIDE = 110;
  private static final int BAR = 50;

  private record Sample(long time, long bytes) {}

  /** Bytes of a layer that came over the wire, and all of its bytes. */
  private record Amount(long current, long total) {}

  private final PrintStream out;
  private final Supplier<Terminal.Size> size;
  private final Map<String, TransferEvent> lines = new LinkedHashMap<>();
  private final Map<String, Amount> wire = new LinkedHashMap<>();
  private final Deque<Sample> samples = new ArrayDeque<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("transfer-display").factory());
  private int drawn;
  private boolean begun;
  private boolean changed;

  TerminalTransfer(PrintStream out, Supplier<Terminal.Size> size) {
    this.out = out;
    this.size = size;
    var _ =
        clock.scheduleAtFixedRate(
            this::redraw, REDRAW_MILLISECONDS, REDRAW_MILLISECONDS, TimeUnit.MILLISECONDS);
  }

  @Override
  public synchronized void tell(TransferEvent event) {
    begun = true;
    if (event.id().isEmpty()) {
      settle();
      out.println(event.status());
      out.flush();
      return;
    }
    changed = true;
    lines.put(event.id(), event);
    switch (event.status()) {
      case "Downloading", "Pushing" ->
          wire.put(event.id(), new Amount(event.current(), event.total()));
      case "Verifying Checksum", "Download complete", "Pushed" ->
          wire.computeIfPresent(event.id(), (_, old) -> new Amount(old.total, old.total));
      default -> {}
    }
  }

  private synchronized void redraw() {
    if (changed || !samples.isEmpty()) {
      changed = false;
      draw(true);
    }
  }

  /** Leaves the lines as they are now, and begins anew below them. */
  private void settle() {
    if (!lines.isEmpty()) {
      draw(false);
    }
    drawn = 0;
    lines.clear();
    wire.clear();
    samples.clear();
    changed = false;
  }

  private void draw(boolean live) {
    Terminal.Size now = size.get();
    List<String> text = new ArrayList<>();
    lines.values().forEach(event -> text.add(line(event, now.columns())));
    int most = Math.max(2, now.rows() - 2);
    if (live && text.size() > most) {
      // Only what fits can be drawn over; the last drawing has all.
      text.subList(0, text.size() - most).clear();
    }
    if (live && !wire.isEmpty()) {
      text.add(summary());
    }
    StringBuilder frame = new StringBuilder();
    if (drawn > 0) {
      frame.append("\u001b[").append(drawn).append('A');
    }
    for (String line : text) {
      frame.append("\r\u001b[2K").append(cut(line, now.columns())).append('\n');
    }
    frame.append("\u001b[J");
    out.print(frame);
    out.flush();
    drawn = text.size();
  }

  private static String line(TransferEvent event, int columns) {
    String head = event.id() + ": " + event.status();
    if (!event.hasProgress()) {
      return head;
    }
    String numbers = "%8s/%s".formatted(human(event.current()), human(event.total()));
    if (columns <= WIDE) {
      return head + " " + numbers;
    }
    int done = (int) Math.min(BAR, 100 * event.current() / event.total() / 2);
    return "%s [%s>%s] %s".formatted(head, "=".repeat(done), " ".repeat(BAR - done), numbers);
  }

  private String summary() {
    long current = wire.values().stream().mapToLong(Amount::current).sum();
    long total = wire.values().stream().mapToLong(Amount::total).sum();
    long now = System.nanoTime();
    samples.addLast(new Sample(now, current));
    while (samples.size() > 2 && now - samples.getFirst().time > SPEED_NANOSECONDS) {
      samples.removeFirst();
    }
    Sample first = samples.getFirst();
    double seconds = (now - first.time) / 1e9;
    String speed =
        seconds < 0.2 || current == total
            ? ""
            : "  " + human((long) ((current - first.bytes) / seconds)) + "/s";
    return "Total: " + human(current) + "/" + human(total) + speed;
  }

  private static String human(long bytes) {
    return HumanSize.decimal((double) bytes, 4);
  }

  private static String cut(String text, int width) {
    return text.length() <= width ? text : text.substring(0, width);
  }

  @Override
  public synchronized boolean begun() {
    return begun;
  }

  @Override
  public void close() {
    clock.shutdownNow();
    synchronized (this) {
      settle();
    }
  }
}
