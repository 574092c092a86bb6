package dev.jdock.cli.command.output;

import dev.jdock.cli.Invocation;
import dev.jdock.image.text.GoTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Times as the user's place has them, and shortened names. */
public final class Human {
  private static final int SHORT_ID = 12;

  private Human() {}

  /** {@code 2026-11-20 23:14:35 +0000 UTC}, as Go prints a time. */
  public static String goTime(Invocation invocation, Instant time) {
    return GoTime.string(time.truncatedTo(ChronoUnit.SECONDS).atZone(zone(invocation)));
  }

  /** {@code 2026-11-20T23:14:35Z}. */
  public static String rfc3339(Invocation invocation, Instant time) {
    return GoTime.rfc3339(time.atZone(zone(invocation)));
  }

  /** The user's time zone: {@code TZ}, else the machine's. */
  public static ZoneId zone(Invocation invocation) {
    String zone = invocation.environment().get("TZ");
    if (zone == null) {
      return ZoneId.systemDefault();
    }
    try {
      return zone.isEmpty() ? ZoneOffset.UTC : ZoneId.of(zone);
    } catch (DateTimeException e) {
      return ZoneOffset.UTC;
    }
  }

  /** The first twelve digits of an id, with or without its algorithm. */
  public static String shortId(String id) {
    String digits = id.substring(id.indexOf(':') + 1);
    return digits.length() > SHORT_ID ? digits.substring(0, SHORT_ID) : digits;
  }

  /** At most so many characters, the last of them an ellipsis where some are left out. */
  public static String ellipsis(String text, int length) {
    int[] characters = text.codePoints().toArray();
    if (characters.length <= length) {
      return text;
    }
    return new String(characters, 0, length - 1) + "…";
  }
}
