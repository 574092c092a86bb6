package dev.jdock.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.error.JdockException.Kind;
import dev.jdock.runtime.engine.LogRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogQueryTest {
  private static final Instant TIME = Instant.parse("2026-11-20T23:14:35.120Z");

  private static LogQuery query(String tail, String since, String until) {
    return LogQuery.of(new LogRequest(false, true, true, tail, since, until, false, false));
  }

  @ParameterizedTest
  @CsvSource({"3,3", "0,0", "-7,-1", "all,-1", "abc,-1", "'',-1"})
  void everythingButACountIsAll(String tail, int lines) {
    assertThat(query(tail, "", "").tail()).isEqualTo(lines);
  }

  @Test
  void timesAreSecondsWithOrWithoutAFraction() {
    assertThat(query("", "12.000000005", "").since()).isEqualTo(Instant.ofEpochSecond(12, 5));
    assertThat(query("", "12.5", "").since()).isEqualTo(Instant.ofEpochMilli(12_500));
    assertThat(query("", "-3", "").since()).isEqualTo(Instant.ofEpochSecond(-3));
    assertThat(query("", "0", "0").until()).isNull();
    assertThat(query("", "", "7").until()).isEqualTo(Instant.ofEpochSecond(7));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "2020-01-01", "1h", "1.x", "999999999999999999"})
  void whatIsNoTimeIsInvalid(String since) {
    assertThatThrownBy(() -> query("", since, ""))
        .isInstanceOfSatisfying(
            JdockException.class, e -> assertThat(e.kind()).isEqualTo(Kind.INVALID))
        .hasMessageStartingWith("strconv.ParseInt: parsing \"" + since + "\": ");
  }

  @Test
  void aReaderOfNothingIsRefused() {
    assertThatThrownBy(
            () -> LogQuery.of(new LogRequest(false, false, false, "", "", "", false, false)))
        .isInstanceOfSatisfying(
            JdockException.class, e -> assertThat(e.kind()).isEqualTo(Kind.INVALID))
        .hasMessage("You must choose at least one stream");
  }

  @ParameterizedTest
  @CsvSource({
    "false,false,'line'",
    "true,false,'2026-11-20T23:14:35.120000000Z line'",
    "false,true,'A=1,b+c=%2C line'",
    "true,true,'2026-11-20T23:14:35.120000000Z A=1,b+c=%2C line'"
  })
  void timesAndAttributesAreBeforeTheEntry(boolean timestamps, boolean details, String text) {
    LogQuery query =
        LogQuery.of(new LogRequest(false, true, true, "", "", "", timestamps, details));
    LogEntry entry =
        new LogEntry(
            TIME,
            false,
            "line".getBytes(StandardCharsets.UTF_8),
            new TreeMap<>(Map.of("A", "1", "b c", ",")));
    assertThat(new String(EntryPrefix.of(query, entry), StandardCharsets.UTF_8)).isEqualTo(text);
  }
}
