package dev.jdock.cli.command.prune;

import dev.jdock.image.store.PrunedImages;
import dev.jdock.image.store.RemovedImage;
import dev.jdock.image.text.HumanSize;
import dev.jdock.runtime.engine.Pruned;
import java.io.PrintStream;
import java.util.List;

/** Prints what was removed: a paragraph for each kind of object, and the space won by all of it. */
final class PruneReport {
  private final PrintStream out;
  private long reclaimed;

  PruneReport(PrintStream out) {
    this.out = out;
  }

  /**
   * @param title {@code Deleted Containers:}
   */
  void add(String title, Pruned pruned) {
    paragraph(title, pruned.names());
    if (!pruned.names().isEmpty()) {
      reclaimed += pruned.reclaimed();
    }
  }

  void add(PrunedImages pruned) {
    paragraph("Deleted Images:", pruned.removed().stream().map(PruneReport::line).toList());
    reclaimed += pruned.reclaimed();
  }

  private static String line(RemovedImage removed) {
    return switch (removed) {
      case RemovedImage.Untagged untagged -> "untagged: " + untagged.name();
      case RemovedImage.Deleted deleted -> "deleted: " + deleted.id();
    };
  }

  private void paragraph(String title, List<String> lines) {
    if (!lines.isEmpty()) {
      out.println(title);
      lines.forEach(out::println);
      out.println();
    }
  }

  void end() {
    out.println("Total reclaimed space: " + HumanSize.decimal((double) reclaimed, 4));
  }
}
