package dev.jdock.cli.engine;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code engine uninstall}: the help of {@code libexec/install.sh}, which reads the flags. */
@Command(description = "Stop all containers and remove an installed jdock; data stays")
@SuppressWarnings("UnusedVariable")
final class UninstallJdock extends LauncherAction {
  @Option(
      names = "--prefix",
      paramLabel = "string",
      description = "Folder that it was installed in (default \"/usr/local\")")
  private String prefix = "/usr/local";

  @Option(names = "--purge", description = "Remove images, containers, volumes and settings, too")
  private boolean purge;
}
