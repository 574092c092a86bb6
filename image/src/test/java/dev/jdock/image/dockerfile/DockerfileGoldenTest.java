package dev.jdock.image.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Folders of a Dockerfile and what is expected of it. With {@code -Dgolden.write=true} the expected
 * files are written in the source tree instead, to be read by a person before they are kept.
 */
class DockerfileGoldenTest {
  private static final Path SOURCES = Path.of("src/test/resources/dockerfile");

  @TestFactory
  Stream<DynamicTest> readsInstructions() throws IOException, URISyntaxException {
    return folders("cases").map(folder -> check(folder, dump(parse(folder))));
  }

  @TestFactory
  Stream<DynamicTest> pointsAtTheFault() throws IOException, URISyntaxException {
    return folders("negative")
        .map(folder -> {
          DockerfileException failure =
              catchThrowableOfType(DockerfileException.class, () -> parse(folder));
          assertThat(failure).as(folder.toString()).isNotNull();
          return check(folder, failure.excerpt() + "ERROR: " + failure.getMessage() + "\n");
        });
  }

  private static Dockerfile parse(Path folder) {
    try {
      return Dockerfile.parse("Dockerfile", Files.readAllBytes(folder.resolve("Dockerfile")));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String dump(Dockerfile file) {
    var result = new StringBuilder();
    file.globalArguments().forEach(arg -> result.append(line(arg)));
    for (Dockerfile.Stage stage : file.stages()) {
      result.append(line(stage.from()));
      stage.instructions().forEach(i -> result.append(line(i)));
    }
    if (!file.checks().equals(Checks.DEFAULT)) {
      result.append(file.checks()).append('\n');
    }

    return result.toString();
  }

  private static String line(Instruction instruction) {
    SourceRange range = instruction.range();
    String text = instruction.toString().replace(range + ", ", "").replace("range=", "");
    return range.start()
        + "-"
        + range.end()
        + " "
        + text.replace("\n", "\\n").replace("\r", "\\r")
        + "\n";
  }

  private static DynamicTest check(Path folder, String actual) {
    return DynamicTest.dynamicTest(
        folder.getFileName().toString(),
        () -> {
          String parent = folder.getName(folder.getNameCount() - 2).toString();
          if (Boolean.getBoolean("golden.write")) {
            Path source = SOURCES.resolve(parent).resolve(folder.getFileName());
            Files.writeString(source.resolve("expected"), actual);
          } else {
            assertThat(actual).isEqualTo(Files.readString(folder.resolve("expected")));
          }
        });
  }

  private static Stream<Path> folders(String kind) throws IOException, URISyntaxException {
    URI root = DockerfileGoldenTest.class.getResource("/dockerfile/" + kind).toURI();
    try (Stream<Path> list = Files.list(Path.of(root))) {
      List<Path> folders = list.sorted().toList();
      assertThat(folders).isNotEmpty();
      return folders.stream();
    }
  }
}
