package dev.jdock.runtime.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LogFilesTest {
  private static final LogPolicy POLICY = new LogPolicy(1, 4, true, new TreeMap<>());

  @TempDir Path folder;

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  private void awaitNames(String... names) throws IOException {
    while (!names().equals(List.of(names))) {
      Thread.onSpinWait(); // until the class's timeout
    }
  }

  private static List<String> contents(LogFiles files) throws IOException {
    List<String> contents = new ArrayList<>();
    for (InputStream in : files.openOlder()) {
      try (in) {
        contents.add(new String(in.readAllBytes(), UTF_8));
      }
    }
    return contents;
  }

  @Test
  void readersFindAllFilesInOrderWhileTheyAreCompressed() throws IOException {
    Path log = folder.resolve("log");
    LogFiles files = new LogFiles(log);
    for (int i = 1; i <= 6; i++) {
      Files.writeString(log, "content " + i);
      files.rotate(POLICY);
    }
    assertThat(contents(files)).containsExactly("content 4", "content 5", "content 6");
    awaitNames("log.1.gz", "log.2.gz", "log.3.gz");
    assertThat(contents(files)).containsExactly("content 4", "content 5", "content 6");
  }

  @Test
  void nobodyWaitsForTheCompressionOfALargeFile() throws IOException {
    Path log = folder.resolve("log");
    LogFiles files = new LogFiles(log);
    try (RandomAccessFile large = new RandomAccessFile(log.toFile(), "rw")) {
      large.setLength(128 << 20);
    }
    files.rotate(POLICY);
    Files.writeString(log, "small");
    files.rotate(POLICY);
    assertThat(names()).contains("log.1", "log.2").doesNotContain("log.1.gz", "log.2.gz");
    awaitNames("log.1.gz", "log.2.gz");
    assertThat(contents(files)).last().isEqualTo("small");
  }

  @Test
  void numberThatAnInterruptedRotationLeftFreeIsTakenAgain() throws IOException {
    LogFiles files = new LogFiles(folder.resolve("log"));
    Files.writeString(folder.resolve("log.2"), "newer");
    Files.writeString(folder.resolve("log.4"), "older");
    files.closeGaps();
    assertThat(contents(files)).containsExactly("older", "newer");
    assertThat(names()).containsExactly("log.1", "log.2");
  }
}
