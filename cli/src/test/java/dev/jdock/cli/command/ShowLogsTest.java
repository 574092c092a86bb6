package dev.jdock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.runtime.engine.LogRequest;
import dev.jdock.runtime.engine.LogSink;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShowLogsTest {
  private final CommandLineHarness harness = new CommandLineHarness();

  @BeforeEach
  void answer() {
    harness.engine.answer("resolve", "abc");
    harness.engine.answer(
        "logs",
        arguments -> {
          LogSink sink = harness.engine.argument("logs", LogSink.class);
          sink.accept(false, "out\n".getBytes(StandardCharsets.UTF_8));
          sink.accept(true, "err\n".getBytes(StandardCharsets.UTF_8));
          return null;
        });
  }

  private LogRequest query(String... flags) {
    String[] words = new String[flags.length + 2];
    words[0] = "logs";
    System.arraycopy(flags, 0, words, 1, flags.length);
    words[flags.length + 1] = "web";
    assertThat(harness.run(words).exitCode()).isZero();
    return harness.engine.argument("logs", LogRequest.class);
  }

  @Test
  void keepsTheStreamsApart() {
    assertThat(harness.run("logs", "web"))
        .isEqualTo(new CommandLineHarness.Result(0, "out\n", "err\n"));
    assertThat(query()).isEqualTo(LogRequest.all(false));
  }

  @Test
  void passesItsFlagsOn() {
    assertThat(query("-f", "-n", "3").follow()).isTrue();
    assertThat(query("-n", "3").tail()).isEqualTo("3");
    assertThat(query("-t").timestamps()).isTrue();
    assertThat(query("--details").details()).isTrue();
  }

  @Test
  void takesDatesTimesAndDurations() {
    assertThat(query("--since", "2026-11-20T23:14").since()).isEqualTo("1795216440.000000000");
    assertThat(query("--until", "1.5").until()).isEqualTo("1.500000000");
    Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    assertThat(time(query("--since", "1h").since()))
        .isBetween(
            before.minus(Duration.ofSeconds(3601)), Instant.now().minus(Duration.ofHours(1)));
  }

  private static Instant time(String seconds) {
    String[] parts = seconds.split("[.]");
    return Instant.ofEpochSecond(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
  }

  @Test
  void datesAreInTheUsersZone() {
    harness.environment.put("TZ", "Asia/Tokyo");
    assertThat(query("--since", "2026-11-20").since()).isEqualTo("1795100400.000000000");
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
