package dev.jdock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.runtime.engine.LogQuery;
import dev.jdock.runtime.engine.LogSink;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShowLogsTest {
  private static final Instant TIME = Instant.parse("2026-11-20T23:14:35.120Z");

  private final CommandLineHarness harness = new CommandLineHarness();

  @BeforeEach
  void answer() {
    harness.engine.answer("resolve", "abc");
    harness.engine.answer(
        "logs",
        arguments -> {
          LogSink sink = harness.engine.argument("logs", LogSink.class);
          sink.accept(TIME, false, "out\n".getBytes(StandardCharsets.UTF_8));
          sink.accept(TIME, true, "err\n".getBytes(StandardCharsets.UTF_8));
          return null;
        });
  }

  private LogQuery query(String... flags) {
    String[] words = new String[flags.length + 2];
    words[0] = "logs";
    System.arraycopy(flags, 0, words, 1, flags.length);
    words[flags.length + 1] = "web";
    assertThat(harness.run(words).exitCode()).isZero();
    return harness.engine.argument("logs", LogQuery.class);
  }

  @Test
  void keepsTheStreamsApart() {
    assertThat(harness.run("logs", "web"))
        .isEqualTo(new CommandLineHarness.Result(0, "out\n", "err\n"));
    assertThat(query()).isEqualTo(new LogQuery(false, true, true, -1, null, null));
  }

  @Test
  void timesHaveAFixedWidth() {
    assertThat(harness.run("logs", "-t", "web"))
        .isEqualTo(
            new CommandLineHarness.Result(
                0, "2026-11-20T23:14:35.120000000Z out\n", "2026-11-20T23:14:35.120000000Z err\n"));
  }

  @Test
  void passesItsFlagsOn() {
    assertThat(query("-f", "-n", "3").follow()).isTrue();
    assertThat(query("-n", "3").tail()).isEqualTo(3);
    assertThat(query("--tail", "all").tail()).isEqualTo(-1);
    assertThat(query("--tail=-7").tail()).isEqualTo(-1);
    assertThat(query("--tail", "abc").tail()).isEqualTo(-1);
  }

  @Test
  void takesDatesTimesAndDurations() {
    assertThat(query("--since", "2026-11-20T23:14").since())
        .isEqualTo(Instant.parse("2026-11-20T23:14:00Z"));
    assertThat(query("--until", "1.5").until()).isEqualTo(Instant.ofEpochMilli(1500));
    Instant before = Instant.now();
    assertThat(query("--since", "1h").since())
        .isBetween(
            before.minus(Duration.ofSeconds(3601)), Instant.now().minus(Duration.ofHours(1)));
  }

  @Test
  void datesAreInTheUsersZone() {
    harness.environment.put("TZ", "Asia/Tokyo");
    assertThat(query("--since", "2026-11-20").since())
        .isEqualTo(Instant.parse("2026-11-19T15:00:00Z"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          --since abc | invalid value for "since": failed to parse value as time or duration: "abc"
          --until 2026-13-01 | invalid value for "until": parsing time "2026-13-01": month out of range
          """)
  void refusesWhatIsNoTime(String flag, String message) {
    CommandLineHarness.Result result = harness.run(("logs " + flag + " web").split(" "));
    assertThat(result.err()).contains(message);
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(harness.engine.calls).noneMatch(call -> call.startsWith("logs"));
  }
}
