package dev.jdock.image.dockerfile;

import dev.jdock.image.dockerfile.Directives.SyntaxError;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.ImageConfig.HealthCheck;
import dev.jdock.image.text.GoDuration;
import dev.jdock.image.text.GoInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** HEALTHCHECK, the one instruction with durations. */
final class HealthcheckParser {
  private static final long MILLISECOND = 1_000_000;

  private HealthcheckParser() {}

  static Instruction parse(Statement statement) {
    List<String> arguments = statement.arguments();
    if (arguments.isEmpty()) {
      throw new SyntaxError("HEALTHCHECK requires at least one argument");
    }
    String type = arguments.getFirst().toUpperCase(Locale.ROOT);
    List<String> command = arguments.subList(1, arguments.size());
    HealthCheck check;
    if (type.equals("NONE")) {
      if (!command.isEmpty()) {
        throw new SyntaxError("HEALTHCHECK NONE takes no arguments");
      }
      check = new HealthCheck(List.of("NONE"), 0, 0, 0, 0, 0);
    } else {
      check = command(statement, type, command);
    }
    return new Instruction.Healthcheck(statement.range(), statement.original().strip(), check);
  }

  private static HealthCheck command(Statement statement, String type, List<String> command) {
    Flags flags =
        Flags.parse(
            statement.flags(),
            Flags.Known.ofStrings(
                "interval", "timeout", "start-period", "start-interval", "retries"));
    if (!type.equals("CMD")) {
      throw new SyntaxError("Unknown type \"" + type + "\" in HEALTHCHECK (try CMD)");
    }
    if (command.isEmpty()) {
      throw new SyntaxError("Missing command after HEALTHCHECK CMD");
    }
    var test = new ArrayList<String>();
    test.add(statement.json() ? "CMD" : "CMD-SHELL");
    test.addAll(command);
    return new HealthCheck(
        List.copyOf(test),
        interval(flags, "interval"),
        interval(flags, "timeout"),
        interval(flags, "start-period"),
        interval(flags, "start-interval"),
        retries(flags.value("retries")));
  }

  private static long interval(Flags flags, String name) {
    String value = flags.value(name);
    if (value.isEmpty()) {
      return 0;
    }
    long nanoseconds = duration(value);
    if (nanoseconds != 0 && nanoseconds < MILLISECOND) {
      throw new SyntaxError("Interval \"" + name + "\" cannot be less than 1ms");
    }
    return nanoseconds;
  }

  private static long duration(String value) {
    try {
      return GoDuration.parse(value).toNanos();
    } catch (JdockException e) {
      throw new SyntaxError(String.valueOf(e.getMessage()));
    }
  }

  private static int retries(String value) {
    if (value.isEmpty()) {
      return 0;
    }
    int retries;
    try {
      retries = (int) GoInteger.parseDecimal(value, Integer.SIZE);
    } catch (JdockException e) {
      throw new SyntaxError(String.valueOf(e.getMessage()));
    }
    if (retries < 0) {
      throw new SyntaxError("--retries cannot be negative (" + retries + ")");
    }
    return retries;
  }
}
