package dev.jdock.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a user types to try one thing of builds, in a file: {@code === NAME} before the content of a
 * file of the folder, {@code === $ COMMAND} for the shell, {@code === # …} for comments. The
 * command {@code build} is a build whose result is recorded.
 *
 * @param name its path below the folder of all cases, without the ending
 */
record BuildCase(String name, List<BuildCase.Item> items) {

  sealed interface Item {}

  /** A file is written, with mode 0644 and the time of {@link BuildWorkspace#WRITTEN}. */
  record Text(String path, String content) implements Item {}

  /** A command is typed. */
  record Typed(String command) implements Item {}

  static final String ENDING = ".build";
  private static final String MARK = "=== ";

  static BuildCase read(Path folder, Path file) {
    String path = folder.relativize(file).toString();
    try {
      return parse(path.substring(0, path.length() - ENDING.length()), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static BuildCase parse(String name, String text) {
    List<Item> items = new ArrayList<>();
    String path = "";
    StringBuilder content = new StringBuilder();
    for (String line : (text + MARK + "#").lines().toList()) {
      if (!line.startsWith(MARK)) {
        if (path.isEmpty()) {
          throw new IllegalArgumentException(name + ": a line of no file: " + line);
        }
        content.append(line).append('\n');
        continue;
      }
      if (!path.isEmpty()) {
        items.add(new Text(path, content.toString()));
        content.setLength(0);
      }
      String word = line.substring(MARK.length());
      boolean command = word.startsWith("$ ");
      path = command || word.startsWith("#") ? "" : word;
      if (command) {
        items.add(new Typed(word.substring(2)));
      }
    }
    return new BuildCase(name, List.copyOf(items));
  }

  List<String> commands() {
    return items.stream()
        .flatMap(item ->
            item instanceof Typed(String command)
                ? List.of(command).stream()
                : List.<String>of().stream())
        .toList();
  }
}
