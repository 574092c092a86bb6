package dev.jdock.api.buildkit;

import dev.jdock.image.build.StepLimits.Ulimit;
import dev.jdock.image.error.JdockException;

/** {@code nofile=1024:2048}. */
final class UlimitText {
  private UlimitText() {}

  static Ulimit parse(String text) {
    int equals = text.indexOf('=');
    String[] limits = text.substring(equals + 1).split(":", -1);
    try {
      if (equals > 0 && limits.length <= 2) {
        long soft = Long.parseLong(limits[0]);
        return new Ulimit(
            text.substring(0, equals), soft, limits.length == 2 ? Long.parseLong(limits[1]) : soft);
      }
    } catch (NumberFormatException e) {
      // As what has no name.
    }
    throw JdockException.invalid("invalid ulimit argument: " + text);
  }
}
