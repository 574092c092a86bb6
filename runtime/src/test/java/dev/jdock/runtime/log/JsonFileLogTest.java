package dev.jdock.runtime.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.jdock.runtime.io.OutputPump;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class JsonFileLogTest {
  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir Path folder;

  /** One second later with every look. */
  private static final class Ticking extends Clock {
    private Instant now = START;

    @Override
    public synchronized Instant instant() {
      Instant told = now;
      now = now.plusSeconds(1);
      return told;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private Path file() {
    return folder.resolve("log");
  }

  private JsonFileLog open() {
    return JsonFileLog.open(file(), new Ticking());
  }

  private static void write(OutputPump.Receiver stream, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    stream.receive(bytes, bytes.length);
  }

  private static LogQuery query(
      boolean follow, int tail, @Nullable Instant since, @Nullable Instant until) {
    return new LogQuery(follow, true, true, tail, since, until, false, false);
  }

  private List<String> ended(LogQuery query) {
    List<String> lines = new ArrayList<>();
    JsonFileLog.readEnded(file(), query, (error, bytes) -> lines.add(new String(bytes, UTF_8)));
    return lines;
  }

  @Test
  void entryIsDockersLine() throws IOException {
    try (JsonFileLog log = open()) {
      write(log.receiver(false), "a \"quoted\"\n");
      write(log.receiver(true), "b\n");
    }
    assertThat(file())
        .hasContent(
            """
            {"log":"a \\"quoted\\"\\n","stream":"stdout","time":"2026-01-02T03:04:05Z"}
            {"log":"b\\n","stream":"stderr","time":"2026-01-02T03:04:06Z"}
            """);
  }

  @Test
  void linesAreCutAndRestsKept() {
    List<String> entries = new ArrayList<>();
    LineSplitter splitter = new LineSplitter(bytes -> entries.add(new String(bytes, UTF_8)));
    write(splitter, "on");
    write(splitter, "e\ntwo\nthr");
    assertThat(entries).containsExactly("one\n", "two\n");
    splitter.ended();
    assertThat(entries).endsWith("thr");
    entries.clear();
    write(splitter, "x".repeat(20_000) + "\n");
    assertThat(entries).extracting(String::length).containsExactly(16_384, 3_617);
  }

  @Test
  void tailSinceUntilAndStreamsChoose() {
    try (JsonFileLog log = open()) {
      for (int i = 0; i < 5; i++) {
        write(log.receiver(false), i + "\n");
      }
      write(log.receiver(true), "5\n");
    }
    assertThat(ended(query(false, 2, null, null))).containsExactly("4\n", "5\n");
    assertThat(ended(query(false, 0, null, null))).isEmpty();
    assertThat(ended(query(false, 99, null, null))).hasSize(6);
    assertThat(ended(query(false, -1, START.plusSeconds(2), START.plusSeconds(3))))
        .containsExactly("2\n", "3\n");
    assertThat(ended(new LogQuery(false, false, true, -1, null, null, false, false)))
        .containsExactly("5\n");
  }

  @Test
  void logOfAContainerThatNeverRanIsEmpty() {
    assertThat(ended(query(true, -1, null, null))).isEmpty();
  }

  @Test
  void lineThatACrashCutOffSpoilsNothing() throws IOException {
    try (JsonFileLog log = open()) {
      write(log.receiver(false), "whole\n");
    }
    Files.writeString(file(), "{\"log\":\"cut of", StandardOpenOption.APPEND);
    assertThat(ended(query(false, -1, null, null))).containsExactly("whole\n");
    try (JsonFileLog log = open()) {
      write(log.receiver(false), "next\n");
    }
    assertThat(ended(query(false, -1, null, null))).containsExactly("whole\n", "next\n");
  }

  @Test
  void followingGoesOnUntilTheEndThoughTheFileIsRemoved() throws Exception {
    List<String> lines = new ArrayList<>();
    CountDownLatch first = new CountDownLatch(1);
    try (ExecutorService pool = Executors.newSingleThreadExecutor();
        JsonFileLog log = open()) {
      OutputPump.Receiver stream = log.receiver(false);
      write(stream, "one\n");
      Future<?> following =
          pool.submit(() -> {
            log.read(
                query(true, -1, null, null),
                (error, bytes) -> {
                  lines.add(new String(bytes, UTF_8));
                  first.countDown();
                });
            return true;
          });
      first.await();
      Files.delete(file());
      write(stream, "two\n");
      log.close();
      following.get();
    }
    assertThat(lines).containsExactly("one\n", "two\n");
  }

  @Test
  void followingEndsWithItsTimeThoughNothingComes() throws Exception {
    List<String> lines = new ArrayList<>();
    try (JsonFileLog log = open()) {
      write(log.receiver(false), "one\n");
      log.read(
          query(true, -1, null, START.plusMillis(1001)),
          (error, bytes) -> lines.add(new String(bytes, UTF_8)));
    }
    assertThat(lines).containsExactly("one\n");
  }

  private LogCursor cursor() {
    return LogCursor.open(folder.resolve("cursor"));
  }

  /** As an engine does that takes a container over. */
  private JsonFileLog adopted() {
    JsonFileLog log = open();
    LogCursor cursor = cursor();
    log.track(cursor, cursor.position().stdout(), cursor.position().stderr());
    return log;
  }

  private LogCursor.Position reached() {
    try (LogCursor cursor = cursor()) {
      return cursor.position();
    }
  }

  @Test
  void unfinishedLineIsNotYetLoggedForTheNextEngine() {
    try (JsonFileLog log = adopted()) {
      write(log.receiver(false), "whole\nunfin");
      write(log.receiver(true), "x");
    }
    assertThat(reached().stdout()).isEqualTo(6);
    assertThat(reached().stderr()).isZero();
    try (JsonFileLog log = adopted()) {
      write(log.receiver(false), "unfinished\n");
    }
    assertThat(ended(query(false, -1, null, null))).containsExactly("whole\n", "unfinished\n");
  }

  @Test
  void whatTheCursorDoesNotKnowOfIsTakenAwayForItComesAgain() throws IOException {
    try (JsonFileLog log = adopted()) {
      write(log.receiver(false), "one\n");
    }
    // As if killed after the write of one entry and a half, and before the cursor's.
    Files.writeString(
        file(),
        "{\"log\":\"two\\n\",\"stream\":\"stdout\",\"time\":\"2026-01-02T03:04:05Z\"}\n"
            + "{\"log\":\"thr",
        StandardOpenOption.APPEND);
    try (JsonFileLog log = adopted()) {
      assertThat(reached().stdout()).isEqualTo(4);
      write(log.receiver(false), "two\nthree\n");
    }
    assertThat(ended(query(false, -1, null, null))).containsExactly("one\n", "two\n", "three\n");
  }

  @Test
  void fileThatWasBegunAfterTheCursorsIsKept() throws IOException {
    try (JsonFileLog log = adopted()) {
      write(log.receiver(false), "a longer line\n");
    }
    // As if killed after a rotation, and before the cursor knew.
    Files.move(file(), folder.resolve("log.1"));
    try (JsonFileLog log = adopted()) {
      write(log.receiver(false), "next\n");
    }
    assertThat(ended(query(false, -1, null, null))).containsExactly("a longer line\n", "next\n");
    assertThat(reached().stdout()).isEqualTo(19);
  }

  @Test
  void logThatItsUserEmptiesGoesOn() throws IOException {
    try (JsonFileLog log = adopted()) {
      write(log.receiver(false), "old\n");
      Files.writeString(file(), "");
      write(log.receiver(false), "new\n");
    }
    try (JsonFileLog log = adopted()) {
      write(log.receiver(false), "newer\n");
    }
    assertThat(ended(query(false, -1, null, null))).containsExactly("new\n", "newer\n");
  }

  @Test
  void chunkIsRotatedBetweenItsEntries() {
    LogPolicy policy = new LogPolicy(100, 10, false, new TreeMap<>());
    try (JsonFileLog log = JsonFileLog.open(file(), new Ticking(), policy)) {
      write(log.receiver(false), "0\n1\n2\n3\n4\n5\n6\n7\n");
    }
    assertThat(folder.resolve("log.3")).exists();
    assertThat(ended(query(false, -1, null, null))).hasSize(8).contains("0\n", "7\n");
  }

  @Test
  void anyBytesBecomeTheJsonThatTheyAlwaysWere() throws IOException {
    Random random = new Random(7);
    for (int round = 0; round < 300; round++) {
      byte[] before = new byte[random.nextInt(5)];
      byte[] text = new byte[random.nextInt(40)];
      random.nextBytes(before);
      random.nextBytes(text);
      if (round % 3 == 0) {
        for (int i = 0; i < text.length; i++) {
          text[i] &= 0x7f;
        }
      }
      SortedMap<String, String> attributes = new TreeMap<>();
      if (round % 2 == 0) {
        attributes.put("a \"key\"", "v\u00e4lue\n");
        attributes.put("b", "");
      }
      EntryBatch batch = new EntryBatch(round % 5 == 0, attributes, START, 0);
      batch.add(before, before.length, text, 0, text.length);
      byte[] whole = Arrays.copyOf(before, before.length + text.length);
      System.arraycopy(text, 0, whole, before.length, text.length);
      assertThat(new String(batch.bytes(), 0, batch.length(), UTF_8))
          .isEqualTo(byJackson(new String(whole, UTF_8), round % 5 == 0, attributes));
    }
  }

  private static String byJackson(String text, boolean error, SortedMap<String, String> attributes)
      throws IOException {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("log", text);
      json.writeStringField("stream", error ? "stderr" : "stdout");
      if (!attributes.isEmpty()) {
        json.writeObjectFieldStart("attrs");
        for (var attribute : attributes.entrySet()) {
          json.writeStringField(attribute.getKey(), attribute.getValue());
        }
        json.writeEndObject();
      }
      json.writeStringField("time", START.toString());
      json.writeEndObject();
    }
    return out + "\n";
  }
}
