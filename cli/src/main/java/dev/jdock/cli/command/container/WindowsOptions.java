package dev.jdock.cli.command.container;

import dev.jdock.cli.command.syntax.Checked;
import dev.jdock.cli.command.syntax.CheckedResources;
import dev.jdock.cli.command.syntax.CommandFailure;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags that mean something to Windows only: their values are read, and they are refused. */
final class WindowsOptions {
  @Option(names = "--cpu-count", paramLabel = "int", hidden = true)
  private @Nullable Long cpuCount;

  @Option(names = "--cpu-percent", paramLabel = "int", hidden = true)
  private @Nullable Long cpuPercent;

  @Option(
      names = "--io-maxbandwidth",
      paramLabel = "bytes",
      converter = Checked.Bytes.class,
      hidden = true)
  private @Nullable Long bandwidth;

  @Option(
      names = "--io-maxiops",
      paramLabel = "uint",
      converter = CheckedResources.Unsigned.class,
      hidden = true)
  private @Nullable Long operations;

  /**
   * Refuses the flags that were given.
   *
   * @throws CommandFailure as Docker does on Linux
   */
  void refuse() {
    refuse("cpu-count", cpuCount);
    refuse("cpu-percent", cpuPercent);
    refuse("io-maxbandwidth", bandwidth);
    refuse("io-maxiops", operations);
  }

  private static void refuse(String flag, @Nullable Long value) {
    if (value != null) {
      throw CommandFailure.of(
          "\"--"
              + flag
              + "\" is only supported on a Docker daemon running on windows, but the Docker daemon"
              + " is running on linux");
    }
  }
}
