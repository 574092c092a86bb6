package dev.jdock.cli.command.image;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.cli.command.output.Human;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.image.contents.ImageSizes;
import dev.jdock.image.contents.ImageSizes.LayerSize;
import dev.jdock.image.contents.ImageSizes.Part;
import dev.jdock.image.contents.ImageSizes.Waste;
import dev.jdock.image.text.HumanSize;
import dev.jdock.image.text.ReindentedJson;
import dev.jdock.image.text.TableWriter;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Prints what an image's size is made of, for {@code history --size-tree}. */
final class SizeTree {
  private static final int COMMAND_WIDTH = 60;
  private static final int MOST_WASTED = 20;
  private static final TableWriter TABLE = new TableWriter(0, 3);

  private final PrintStream out;
  private final boolean full;

  /**
   * @param full whether nothing is cut off
   */
  SizeTree(PrintStream out, boolean full) {
    this.out = out;
    this.full = full;
  }

  /**
   * @param format empty or {@code table} for people, {@code json} for programs
   */
  void print(ImageSizes sizes, String format) {
    switch (format) {
      case "", "table" -> printText(sizes);
      case "json" -> {
        ReindentedJson.write(out, json(sizes).toString(), "  ");
        out.println();
      }
      default -> throw CommandFailure.of("invalid format " + format + ": must be table or json");
    }
  }

  private void printText(ImageSizes sizes) {
    long size = sizes.size();
    long wasted = sizes.wastedSize();
    out.println(
        "%s: %s in %d layers, of which %s (%s) are wasted"
            .formatted(
                full ? sizes.id() : Human.shortId(sizes.id()),
                HumanSize.of((double) size),
                sizes.layers().size(),
                HumanSize.of((double) wasted),
                percent(wasted, size)));
    var layers = new StringBuilder("LAYER\tSIZE\tWASTED\tFILES\tCREATED BY\n");
    for (LayerSize layer : sizes.layers()) {
      String command = printable(layer.createdBy());
      layers.append(
          "%d\t%s\t%s\t%d\t%s\n"
              .formatted(
                  layer.number(),
                  HumanSize.of((double) layer.size()),
                  HumanSize.of((double) layer.wasted()),
                  layer.files(),
                  full ? command : Human.ellipsis(command, COMMAND_WIDTH)));
    }
    out.print("\n" + TABLE.align(layers.toString()));
    var tree = new StringBuilder("SIZE\tSHARE\tPATH\n");
    long visible = sizes.tree().stream().mapToLong(Part::size).max().orElse(0);
    for (Part part : sizes.tree()) {
      tree.append(
          "%s\t%s\t%s\n"
              .formatted(
                  HumanSize.of((double) part.size()),
                  percent(part.size(), visible),
                  indented(part)));
    }
    out.print("\n" + TABLE.align(tree.toString()));
    printWasted(sizes.wasted());
  }

  private void printWasted(List<Waste> wasted) {
    if (wasted.isEmpty()) {
      return;
    }
    int shown = full ? wasted.size() : Math.min(MOST_WASTED, wasted.size());
    var table = new StringBuilder("WASTED\tLAYER\tWHY\tPATH\n");
    for (Waste waste : wasted.subList(0, shown)) {
      table.append(
          "%s\t%d\t%s in layer %d\t%s\n"
              .formatted(
                  HumanSize.of((double) waste.size()),
                  waste.layer(),
                  waste.removed() ? "removed" : "replaced",
                  waste.by(),
                  printable(waste.path())));
    }
    out.print("\n" + TABLE.align(table.toString()));
    if (shown < wasted.size()) {
      out.println("and " + (wasted.size() - shown) + " more, which --no-trunc shows");
    }
  }

  /** By its depth, with its own name only. */
  private static String indented(Part part) {
    String path = printable(part.path());
    if (path.equals("/")) {
      return path;
    }
    long depth = path.chars().filter(c -> c == '/').count();
    String name = path.substring(path.lastIndexOf('/') + 1);
    return "  ".repeat((int) depth) + name + (part.folder() ? "/" : "");
  }

  private static String percent(long part, long whole) {
    return String.format(Locale.ROOT, "%.1f%%", whole == 0 ? 0.0 : 100.0 * part / whole);
  }

  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }

  private static ObjectNode json(ImageSizes sizes) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("Id", sizes.id()).put("Size", sizes.size()).put("Wasted", sizes.wastedSize());
    ArrayNode layers = document.putArray("Layers");
    for (LayerSize layer : sizes.layers()) {
      layers
          .addObject()
          .put("Number", layer.number())
          .put("DiffId", layer.diffId())
          .put("CreatedBy", layer.createdBy())
          .put("Size", layer.size())
          .put("Files", layer.files())
          .put("Wasted", layer.wasted());
    }
    ArrayNode tree = document.putArray("Tree");
    for (Part part : sizes.tree()) {
      tree.addObject()
          .put("Path", part.path())
          .put("Folder", part.folder())
          .put("Size", part.size());
    }
    ArrayNode files = document.putArray("WastedFiles");
    for (Waste waste : sizes.wasted()) {
      files
          .addObject()
          .put("Path", waste.path())
          .put("Size", waste.size())
          .put("Layer", waste.layer())
          .put("By", waste.by())
          .put("Removed", waste.removed());
    }
    return document;
  }
}
