package dev.jdock.cli.engine;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code engine install}: the help of {@code libexec/install.sh}, which reads the flags. */
@Command(
    description =
        "Install this jdock on the machine, with its service, manual pages and completion")
@SuppressWarnings("UnusedVariable")
final class InstallJdock extends LauncherAction {
  @Option(
      names = "--prefix",
      paramLabel = "string",
      description = "Folder that gets lib/jdock, bin/jdock and share (default \"/usr/local\")")
  private String prefix = "/usr/local";
}
