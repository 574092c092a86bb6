package dev.jdock.cli.command.image;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --platform} of commands that show an image: it must be of that platform. */
final class PlatformOption {
  @Option(
      names = "--platform",
      paramLabel = "string",
      description = "Show the variant for this platform, os/arch[/variant]")
  private String platform = "";

  /** Null where none was given. */
  @Nullable String value() {
    return platform.isEmpty() ? null : platform;
  }
}
