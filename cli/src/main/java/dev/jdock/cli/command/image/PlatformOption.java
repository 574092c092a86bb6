package dev.jdock.cli.command.image;

import dev.jdock.image.build.Platform;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.store.Image;
import dev.jdock.runtime.engine.Images;
import picocli.CommandLine.Option;

/** {@code --platform} of commands that show an image: it must be of that platform. */
final class PlatformOption {
  @Option(
      names = "--platform",
      paramLabel = "string",
      description = "Show the variant for this platform, os/arch[/variant]")
  private String platform = "";

  /** NOT_FOUND when the image is there and of another platform. */
  void check(Images images, String name) {
    if (platform.isEmpty()) {
      return;
    }
    Platform wanted = Platform.parse(platform);
    Image image = images.find(name);
    boolean same =
        image.os().equals(wanted.os())
            && image.architecture().equals(wanted.architecture())
            && (wanted.variant() == null || wanted.variant().equals(image.variant()));
    if (!same) {
      throw JdockException.notFound(
          "image with reference "
              + name
              + " was found but does not provide the specified platform ("
              + wanted
              + ")");
    }
  }
}
