package dev.jdock.cli.command.image;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.output.Human;
import dev.jdock.image.store.Image;
import dev.jdock.image.text.HumanSize;
import dev.jdock.runtime.engine.ImageSummary;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code images --tree}, as wide as the terminal. An image here is of one platform and its layers
 * are kept unpacked, so there are no branches, and no content beside the unpacked.
 */
final class ImageTree {
  private static final int SPACING = 3;
  private static final int LEAST_NAME = 12;
  private static final int LEAST_WIDTH = 20;
  private static final String UNTAGGED = "<untagged>";
  private static final List<Column> COLUMNS =
      List.of(
          new Column("ID", 12, false),
          new Column("DISK USAGE", 10, true),
          new Column("CONTENT SIZE", 12, true),
          new Column("EXTRA", 5, false));

  private record Column(String title, int width, boolean right) {
    String cell(String text, String coloured) {
      String blanks = " ".repeat(Math.max(0, width - text.length()));
      return right ? blanks + coloured : coloured + blanks;
    }
  }

  private final PrintStream out;
  private final boolean colours;
  private final boolean terminal;
  private final int width;

  ImageTree(Invocation invocation) {
    this.out = invocation.out();
    this.terminal = invocation.terminal().outputIsTerminal();
    String plain = invocation.environment().get("NO_COLOR");
    this.colours = terminal && (plain == null || plain.isEmpty());
    this.width = Math.max(LEAST_WIDTH, terminal ? invocation.terminal().size().columns() : 80);
  }

  /**
   * @param all also those without a name
   */
  void print(List<ImageSummary> images, boolean all) {
    List<ImageSummary> shown =
        images.stream().filter(each -> all || !each.image().names().isEmpty()).toList();
    out.println(
        paint(
            "93",
            "WARNING: This is an experimental feature. The output may change and shouldn't be"
                + " depended on."));
    legend();
    out.println();
    int names = width;
    List<Column> columns = new ArrayList<>();
    for (Column column : COLUMNS) {
      int rest = names - column.width() - SPACING;
      if (rest < LEAST_NAME) {
        break;
      }
      names = rest;
      columns.add(column);
    }
    int first = Math.min(names, widest(shown));
    StringBuilder titles = new StringBuilder(padded("IMAGE", title("IMAGE"), first));
    for (Column column : columns) {
      titles.append(" ".repeat(SPACING)).append(column.cell(column.title(), title(column.title())));
    }
    out.println(titles);
    shown.forEach(each -> image(each.image(), first, columns, each.containers() > 0));
  }

  private void legend() {
    String note = colours ? "i Info →   U  In Use " : " Info ->  U In Use ";
    out.print(" ".repeat(Math.max(0, width - note.length())));
    out.println(
        colours
            ? "\033[1m\033[106m\033[30mi\033[0m\033[0m \033[96mInfo → \033[0m\033[0m "
                + chip()
                + " In Use "
            : note);
  }

  private static String chip() {
    return "\033[38;5;0m\033[48;5;14m U \033[0m";
  }

  private static int widest(List<ImageSummary> images) {
    int widest = "IMAGE".length();
    for (ImageSummary each : images) {
      Image image = each.image();
      for (String name : image.names().isEmpty() ? List.of(UNTAGGED) : image.names()) {
        widest = Math.max(widest, name.length());
      }
    }
    return widest;
  }

  /** Only the last of several names has the other columns beside it. */
  private void image(Image image, int first, List<Column> columns, boolean used) {
    List<String> names = image.names();
    for (int i = 0; i < names.size() - 1; i++) {
      out.println(name(terminal ? Human.ellipsis(names.get(i), width) : names.get(i)));
    }
    StringBuilder line = new StringBuilder();
    if (names.isEmpty()) {
      line.append(padded(UNTAGGED, paint("39", paint("2", UNTAGGED, false)), first));
    } else {
      String last = Human.ellipsis(names.getLast(), first);
      line.append(padded(last, name(last), first));
    }
    List<String> cells =
        List.of(Human.shortId(image.id()), HumanSize.decimal((double) image.size(), 3), "0B");
    for (int i = 0; i < columns.size(); i++) {
      line.append(" ".repeat(SPACING));
      if (i < cells.size()) {
        line.append(columns.get(i).cell(cells.get(i), paint("39", cells.get(i))));
      } else {
        String mark = !used ? "" : colours ? " U " : "U";
        line.append(columns.get(i).cell(mark, used && colours ? chip() : mark));
      }
    }
    out.println(line);
  }

  private static String padded(String text, String coloured, int width) {
    return coloured + " ".repeat(Math.max(0, width - text.length()));
  }

  private String title(String text) {
    return colours ? "\033[39m\033[1m" + text + "\033[0m" : text;
  }

  private String name(String text) {
    return colours ? "\033[34m\033[1m" + text + "\033[0m" : text;
  }

  private String paint(String colour, String text) {
    return paint(colour, text, true);
  }

  private String paint(String colour, String text, boolean reset) {
    return colours ? "\033[" + colour + "m" + text + (reset ? "\033[0m" : "") : text;
  }
}
