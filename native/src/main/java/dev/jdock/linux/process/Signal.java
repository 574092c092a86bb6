package dev.jdock.linux.process;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Signals by name and number (signal(7), x86 and arm).
 *
 * @param name without SIG
 */
public record Signal(String name, int number) {
  private static final String[] NAMES = {
    "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
    "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU",
    "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS"
  };

  private static final int RTMIN = 34;
  private static final int RTMAX = 64;

  public static final Signal KILL = new Signal("KILL", 9);
  public static final Signal TERM = new Signal("TERM", 15);

  /** Understands {@code TERM}, {@code sigterm}, {@code 15}, {@code RTMIN+3}. */
  public static Optional<Signal> parse(String text) {
    String name = text.trim().toUpperCase(Locale.ROOT);
    if (name.matches("\\d{1,3}")) {
      int number = Integer.parseInt(name);
      return number >= 1 && number <= RTMAX ? Optional.of(of(number)) : Optional.empty();
    }
    if (name.startsWith("SIG")) {
      name = name.substring(3);
    }
    for (int number = 1; number < NAMES.length; number++) {
      if (NAMES[number].equals(name)) {
        return Optional.of(of(number));
      }
    }
    return switch (name) {
      case "IOT" -> Optional.of(of(6));
      case "CLD" -> Optional.of(of(17));
      case "POLL" -> Optional.of(of(29));
      case "RTMIN" -> Optional.of(of(RTMIN));
      case "RTMAX" -> Optional.of(of(RTMAX));
      default -> realTime(name);
    };
  }

  private static Optional<Signal> realTime(String name) {
    if (name.matches("RTMIN\\+\\d{1,2}")) {
      int number = RTMIN + Integer.parseInt(name.substring(6));
      return number <= RTMAX ? Optional.of(of(number)) : Optional.empty();
    }
    if (name.matches("RTMAX-\\d{1,2}")) {
      int number = RTMAX - Integer.parseInt(name.substring(6));
      return number >= RTMIN ? Optional.of(of(number)) : Optional.empty();
    }
    return Optional.empty();
  }

  private static Signal of(int number) {
    if (number < NAMES.length) {
      return new Signal(NAMES[number], number);
    }
    // 32 and 33 are the C library's own: nothing but their numbers names them.
    String name = number < RTMIN ? String.valueOf(number) : "RTMIN+" + (number - RTMIN);
    return new Signal(name, number);
  }

  /** By hand, as in CapabilitySet: a number has one name. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Signal signal && number == signal.number;
  }

  @Override
  public int hashCode() {
    return number;
  }
}
