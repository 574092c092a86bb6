package dev.jdock.cli.command.image;

import dev.jdock.image.archive.LoadProgress;
import dev.jdock.image.text.HumanSize;
import java.io.PrintStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A line on a terminal for each layer of an archive, drawn over while it is read. */
final class LayerBar implements LoadProgress {
  private static final int WIDTH = 50;
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{12}");

  private final PrintStream out;

  LayerBar(PrintStream out) {
    this.out = out;
  }

  @Override
  public void layer(String path, long read, long size) {
    int done = (int) (WIDTH * read / Math.max(1, size));
    out.printf(
        "\r\033[K%s: Loading layer [%s>%s]  %s/%s%s",
        name(path),
        "=".repeat(done),
        " ".repeat(WIDTH - done),
        HumanSize.decimal((double) read, 4),
        HumanSize.decimal((double) size, 4),
        read == size ? "\n" : "");
    out.flush();
  }

  private static String name(String path) {
    Matcher hex = HEX.matcher(path);
    return hex.find() ? hex.group() : path.replaceAll("\\p{Cntrl}", "?");
  }
}
