package dev.jdock.cli.command.syntax;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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

  private Surface() {}

  /** Reads the list that is packed with this class. */
  public static Surface load() {
    Surface surface = new Surface();
    try (InputStream in =
        Objects.requireNonNull(Surface.class.getResourceAsStream("surface.tsv"), "surface.tsv")) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(surface::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return surface;
  }

  private void add(String line) {
    String[] columns = line.split("\t", -1);
    if (columns[0].equals("C") && !columns[1].equals(ROOT)) {
      List<String> aliases = columns.length > 3 ? List.of(columns[3].split(", ")) : List.of();
      String usage = columns[2].replace("\\n", "\n\t");
      byPath.put(columns[1], new Entry(columns[1], usage, aliases, new ArrayList<>()));
    } else if (columns[0].equals("F") && !columns[2].equals("--help")) {
      Objects.requireNonNull(byPath.get(columns[1]), line)
          .flags()
          .add(
              new Flag(
                  columns[2],
                  columns.length > 3 && !columns[3].isEmpty() ? columns[3] : null,
                  columns.length > 4 ? columns[4] : null));
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
