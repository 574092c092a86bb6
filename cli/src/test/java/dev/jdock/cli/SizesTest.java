package dev.jdock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How much a reader has to take in at once: of all modules, beside which this one lies. */
class SizesTest {
  private static final int LINES_OF_A_CLASS = 400;
  private static final int LINES_OF_A_PACKAGE = 3000;

  @Test
  void classesAreShort() throws IOException {
    SortedMap<String, Integer> longer = new TreeMap<>();
    for (Path file : sources()) {
      int lines = lines(file);
      if (lines > LINES_OF_A_CLASS) {
        longer.put(name(file), lines);
      }
    }
    assertThat(longer).isEmpty();
  }

  @Test
  void roomsOfContainersAndBuildsAreSmall() throws IOException {
    SortedMap<String, Integer> rooms = new TreeMap<>();
    for (Path file : sources()) {
      String name = name(file);
      if (name.startsWith("dev/jdock/runtime/container/")
          || name.startsWith("dev/jdock/image/build/")) {
        rooms.merge(name.substring(0, name.lastIndexOf('/')), lines(file), Integer::sum);
      }
    }
    assertThat(rooms).hasSizeGreaterThan(10);
    assertThat(rooms).allSatisfy((_, lines) -> assertThat(lines).isLessThan(LINES_OF_A_PACKAGE));
  }

  private static List<Path> sources() throws IOException {
    List<Path> modules =
        Stream.of("native", "image", "runtime", "api", "cli")
            .map(module -> Path.of("..", module, "src/main/java"))
            .toList();
    try (Stream<Path> files =
        modules.stream()
            .flatMap(SizesTest::below)
            .filter(file -> file.toString().endsWith(".java"))) {
      return files.toList();
    }
  }

  private static Stream<Path> below(Path folder) {
    try {
      return Files.walk(folder);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String name(Path file) {
    String path = file.toString();
    return path.substring(path.indexOf("dev/jdock/"));
  }

  private static int lines(Path file) throws IOException {
    return Files.readAllLines(file).size();
  }
}
