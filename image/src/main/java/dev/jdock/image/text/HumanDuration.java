package dev.jdock.image.text;

import java.time.Duration;

/** Durations for people, as Docker's go-units writes them. */
public final class HumanDuration {
  private HumanDuration() {}

  /**
   * {@code Less than a second}, {@code 5 seconds}, {@code About a minute}, {@code 2 weeks}; Docker
   * adds " ago" to it.
   */
  public static String of(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 1) {
      return "Less than a second";
    }
    if (seconds < 60) {
      return seconds == 1 ? "1 second" : seconds + " seconds";
    }
    long minutes = duration.toMinutes();
    if (minutes < 60) {
      return minutes == 1 ? "About a minute" : minutes + " minutes";
    }
    // Hours are rounded, years are not.
    long hours = duration.plusMinutes(30).toHours();
    if (hours < 48) {
      return hours == 1 ? "About an hour" : hours + " hours";
    }
    if (hours < 24 * 7 * 2) {
      return hours / 24 + " days";
    }
    if (hours < 24 * 30 * 2) {
      return hours / 24 / 7 + " weeks";
    }
    if (hours < 24 * 365 * 2) {
      return hours / 24 / 30 + " months";
    }
    return duration.toHours() / 24 / 365 + " years";
  }
}
