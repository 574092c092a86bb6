package dev.jdock.runtime.log;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.LogRequest;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which entries of a log are read, and how.
 *
 * @param tail the last so many entries; -1 for all
 * @param since inclusive, likewise {@code until}; null for no limit
 * @param timestamps each entry begins with its time
 * @param details each entry begins with its attributes, after its time
 */
public record LogQuery(
    boolean follow,
    boolean stdout,
    boolean stderr,
    int tail,
    @Nullable Instant since,
    @Nullable Instant until,
    boolean timestamps,
    boolean details) {
  private static final Pattern SECONDS = Pattern.compile("-?\\d{1,18}(\\.\\d{1,18})?");

  /** Instants hold no more, in either direction. */
  private static final long MOST_SECONDS = Instant.MAX.getEpochSecond();

  /**
   * Reads a request as Docker's daemon does.
   *
   * @throws JdockException INVALID {@code You must choose at least one stream}, and for a time that
   *     is no number of seconds
   */
  public static LogQuery of(LogRequest request) {
    if (!request.stdout() && !request.stderr()) {
      throw JdockException.invalid("You must choose at least one stream");
    }
    return new LogQuery(
        request.follow(),
        request.stdout(),
        request.stderr(),
        tail(request.tail()),
        time(request.since()),
        request.until().equals("0") ? null : time(request.until()),
        request.timestamps(),
        request.details());
  }

  /** Everything but a number stands for all entries. */
  private static int tail(String text) {
    try {
      return Math.max(-1, Integer.parseInt(text));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static @Nullable Instant time(String text) {
    if (text.isEmpty()) {
      return null;
    }
    if (!SECONDS.matcher(text).matches()) {
      throw JdockException.invalid("strconv.ParseInt: parsing \"" + text + "\": invalid syntax");
    }
    int point = text.indexOf('.');
    long seconds = Long.parseLong(point < 0 ? text : text.substring(0, point));
    BigDecimal fraction = new BigDecimal(point < 0 ? "0" : "0" + text.substring(point));
    if (Math.abs(seconds) > MOST_SECONDS - 1) {
      throw JdockException.invalid(
          "strconv.ParseInt: parsing \"" + text + "\": value out of range");
    }
    return Instant.ofEpochSecond(
        seconds, fraction.movePointRight(9).setScale(0, RoundingMode.DOWN).longValueExact());
  }
}
