package dev.jdock.image.dockerfile;

import dev.jdock.image.error.JdockException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The signals STOPSIGNAL may name (signal(7)). */
final class SignalNames {
  private static final Set<String> NAMES =
      Set.of(
          "ABRT", "ALRM", "BUS", "CHLD", "CLD", "CONT", "FPE", "HUP", "ILL", "INT", "IO", "IOT",
          "KILL", "PIPE", "POLL", "PROF", "PWR", "QUIT", "SEGV", "STKFLT", "STOP", "SYS", "TERM",
          "TRAP", "TSTP", "TTIN", "TTOU", "URG", "USR1", "USR2", "VTALRM", "WINCH", "XCPU", "XFSZ");
  private static final Pattern REAL_TIME =
      Pattern.compile("RTMIN(\\+([1-9]|1[0-5]))?|RTMAX(-([1-9]|1[0-4]))?");
  private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,2}");

  private SignalNames() {}

  static String checked(String signal) {
    String name = signal.toUpperCase(Locale.ROOT).replaceFirst("^SIG", "");
    if (NUMBER.matcher(signal).matches()
        || NAMES.contains(name)
        || REAL_TIME.matcher(name).matches()) {
      return signal;
    }
    throw JdockException.invalid("invalid signal: " + signal);
  }
}
