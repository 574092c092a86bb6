package dev.jdock.cli.command.container;

import dev.jdock.cli.command.syntax.NameValues;
import dev.jdock.runtime.engine.ContainerSpec.Logging;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** What becomes of a container's output. */
final class LogFlags {
  @Option(
      names = "--log-driver",
      paramLabel = "string",
      description = "How output is kept: json-file, local, syslog," + " journald or none")
  private String driver = "";

  @Option(
      names = "--log-opt",
      paramLabel = "list",
      description = "Options of the log driver (name=value)")
  private List<String> options = new ArrayList<>();

  Logging logging() {
    if (driver.equals("none") && !options.isEmpty()) {
      throw new IllegalArgumentException("invalid logging opts for driver none");
    }
    return new Logging(driver, new TreeMap<>(NameValues.of(options)));
  }
}
