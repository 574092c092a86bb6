package dev.jdock.cli.command.syntax;

import dev.jdock.linux.file.PackedFiles;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Every command and flag of Docker's command line, whether jdock has it or not. */
public final class Surface {
  /** Name of the program's own entry, which holds no flags. */
  private static final String ROOT = "(root)";

  private final Map<String, Entry> byPath = new LinkedHashMap<>();

  /**
   * A command.
   *
   * @param path words that name it, without the program
   * @param usage with the program's name; lines after the first are indented
   * @param aliases as shown by its help, with the program's name; empty for none
   */
  public record Entry(String path, String usage, List<String> aliases, List<Flag> flags) {
    /** Whether it only holds other commands. */
    public boolean isGroup() {
      return usage.endsWith(" COMMAND");
    }
  }

  /**
   * A flag of a command.
   *
   * @param name with its dashes
   * @param shorthand with its dash, or null
   * @param type null for a switch
   */
  public record Flag(String name, @Nullable String shorthand, @Nullable String type) {}

  /** Taken apart when they are asked for: an engine's first command needs its own only. */
  private static final class Flags extends AbstractList<Flag> {
    private final List<String> lines = new ArrayList<>();
    private volatile @Nullable List<Flag> read;

    @Override
    public Flag get(int index) {
      return read().get(index);
    }

    @Override
    public int size() {
      return read().size();
    }

    private List<Flag> read() {
      List<Flag> flags = read;
      if (flags == null) {
        flags =
            lines.stream()
                .map(line -> flag(line.split("\t", -1)))
                .filter(flag -> !flag.name().equals("--help"))
                .toList();
        read = flags;
      }
      return flags;
    }

    private static Flag flag(String[] columns) {
      return new Flag(
          columns[2],
          columns.length > 3 && !columns[3].isEmpty() ? columns[3] : null,
          columns.length > 4 ? columns[4] : null);
    }
  }

  private Surface() {}

  /** Reads the list that is packed with this class. */
  public static Surface load() {
    Surface surface = new Surface();
    String text = PackedFiles.text(Surface.class, "surface.tsv");
    Objects.requireNonNull(text, "surface.tsv").lines().forEach(surface::add);
    return surface;
  }

  private void add(String line) {
    if (line.startsWith("C\t")) {
      addCommand(line.split("\t", -1));
    } else if (line.startsWith("F\t")) {
      String path = line.substring(2, line.indexOf('\t', 2));
      if (Objects.requireNonNull(byPath.get(path), line).flags() instanceof Flags flags) {
        flags.lines.add(line);
      }
    }
  }

  private void addCommand(String[] columns) {
    if (!columns[1].equals(ROOT)) {
      List<String> aliases = columns.length > 3 ? List.of(columns[3].split(", ")) : List.of();
      String usage = columns[2].replace("\\n", "\n\t");
      byPath.put(columns[1], new Entry(columns[1], usage, aliases, new Flags()));
    }
  }

  /** All commands, groups included, in Docker's order. */
  public List<Entry> entries() {
    return List.copyOf(byPath.values());
  }

  public @Nullable Entry find(String path) {
    return byPath.get(path);
  }
}
