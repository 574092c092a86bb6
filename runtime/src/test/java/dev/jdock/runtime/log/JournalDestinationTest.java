package dev.jdock.runtime.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalDestinationTest {
  @TempDir Path folder;

  private Path socket() {
    return folder.resolve("socket");
  }

  private static LogLine line(boolean error, String text, LogLine.@Nullable Part part) {
    return new LogLine(Instant.parse("2026-01-02T03:04:05.6Z"), error, text.getBytes(UTF_8), part);
  }

  @Test
  void linesHaveDockersFields() throws IOException {
    LogSubject subject =
        Subjects.with(Map.of("tag", "{{.Name}}", "labels", "com.example.role", "env", "STAGE"));
    try (DatagramListener listener = new DatagramListener(socket());
        JournalDestination journal = JournalDestination.of(subject, socket(), true)) {
      journal.send(line(false, "hello", null));
      assertThat(new String(listener.next(), UTF_8).lines())
          .startsWith("PRIORITY=6", "MESSAGE=hello")
          .contains(
              "CONTAINER_ID=0123456789ab",
              "CONTAINER_ID_FULL=" + subject.id(),
              "CONTAINER_NAME=web",
              "CONTAINER_TAG=web",
              "SYSLOG_IDENTIFIER=web",
              "IMAGE_NAME=example/app:1",
              "COM_EXAMPLE_ROLE=front",
              "STAGE=test",
              "CONTAINER_LOG_ORDINAL=1")
          .noneMatch(field -> field.startsWith("CONTAINER_PARTIAL"));
      journal.send(line(true, "", new LogLine.Part("abc", 2, false)));
      assertThat(new String(listener.next(), UTF_8).lines())
          .startsWith("PRIORITY=3", "MESSAGE=")
          .contains(
              "CONTAINER_PARTIAL_MESSAGE=true",
              "CONTAINER_PARTIAL_ID=abc",
              "CONTAINER_PARTIAL_ORDINAL=2",
              "CONTAINER_PARTIAL_LAST=false",
              "CONTAINER_LOG_ORDINAL=2");
    }
  }

  @Test
  void aValueOfSeveralLinesIsCounted() throws IOException {
    try (DatagramListener listener = new DatagramListener(socket());
        JournalDestination journal =
            JournalDestination.of(Subjects.with(Map.of("labels", "other")), socket(), true)) {
      journal.send(line(false, "x", null));
      assertThat(new String(listener.next(), UTF_8))
          .contains("OTHER\n\u0009\0\0\0\0\0\0\0two\nlines\n");
    }
  }

  @Test
  void whatIsTooLongForADatagramGoesAsAFile() throws IOException {
    LogSubject subject = Subjects.with(Map.of("tag", "t".repeat(300_000)));
    try (DatagramListener listener = new DatagramListener(socket());
        JournalDestination journal = JournalDestination.of(subject, socket(), true)) {
      journal.send(line(false, "long", null));
      assertThat(new String(listener.nextFile(), UTF_8)).startsWith("PRIORITY=6\nMESSAGE=long\n");
    }
  }

  @Test
  void aJournalThatWasStartedAnewIsFoundAgain() throws Exception {
    try (JournalDestination journal = begun()) {
      java.nio.file.Files.delete(socket());
      assertThatThrownBy(() -> journal.send(line(false, "lost", null)))
          .isInstanceOf(IOException.class);
      try (DatagramListener listener = new DatagramListener(socket())) {
        journal.send(line(false, "found", null));
        assertThat(new String(listener.next(), UTF_8)).contains("MESSAGE=found\n");
      }
    }
  }

  private JournalDestination begun() throws IOException {
    try (DatagramListener _ = new DatagramListener(socket())) {
      return JournalDestination.of(Subjects.with(Map.of()), socket(), true);
    }
  }

  @Test
  void withoutAJournalThereIsNoStart() {
    assertThatThrownBy(() -> JournalDestination.of(Subjects.with(Map.of()), socket(), true))
        .isInstanceOf(IOException.class)
        .hasMessage("journald is not enabled on this host");
  }

  @Test
  void fieldNamesAreTheJournals() {
    assertThat(JournalDestination.fieldName("_com.example-x1")).isEqualTo("COM_EXAMPLE_X1");
  }
}
