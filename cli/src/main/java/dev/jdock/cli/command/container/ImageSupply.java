package dev.jdock.cli.command.container;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.image.UserAccess;
import dev.jdock.cli.command.output.TransferDisplay;
import dev.jdock.image.build.Platform;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.store.Image;
import dev.jdock.image.transfer.PlatformChoice;
import dev.jdock.image.transfer.PullRequest;
import dev.jdock.runtime.engine.Images;

/** Sees to the image that run and create are given; what it says goes to standard error. */
final class ImageSupply {
  private final Images images;
  private final Invocation invocation;
  private final ContainerOptions options;

  ImageSupply(Images images, Invocation invocation, ContainerOptions options) {
    this.images = images;
    this.invocation = invocation;
    this.options = options;
  }

  /** An image that is not there; the embedded one where there is no registry in reach. */
  void fetchMissing(String image) throws InterruptedException {
    Reference reference = Reference.parse(image);
    if (!options.quiet()) {
      invocation.err().println("Unable to find image '" + reference.familiar() + "' locally");
    }
    try {
      pull(image);
    } catch (JdockException e) {
      if (e.kind() != JdockException.Kind.UNAVAILABLE || images.installEmbedded(image) == null) {
        throw e;
      }
    }
  }

  void pull(String image) throws InterruptedException {
    PullRequest request =
        new PullRequest(
            Reference.parse(image), false, options.platform(), UserAccess.of(invocation));
    try (TransferDisplay display =
        options.quiet()
            ? TransferDisplay.quiet()
            : TransferDisplay.of(
                invocation.err(), invocation.terminal(), invocation.terminal().errorIsTerminal())) {
      images.pull(request, display);
    }
  }

  /**
   * An image of another platform than the one asked for counts as missing.
   *
   * @throws JdockException NOT_FOUND in Docker's words, if it cannot be had
   */
  void checkPlatform(String image) throws InterruptedException {
    String asked = options.platform();
    if (asked == null) {
      return;
    }
    Platform wanted = Platform.parse(asked);
    if (!isThere(image) || matches(images.find(image), wanted)) {
      return;
    }
    if (options.pullsMissing()) {
      fetchMissing(image);
    }
    Image found = images.find(image);
    if (!matches(found, wanted)) {
      throw JdockException.notFound(
          "image with reference %s was found but its platform (%s) does not match the specified platform (%s)"
              .formatted(image, platform(found), wanted));
    }
  }

  private boolean isThere(String image) {
    try {
      Image _ = images.find(image);
      return true;
    } catch (JdockException e) {
      return false;
    }
  }

  private static boolean matches(Image image, Platform wanted) {
    return PlatformChoice.matches(wanted, platform(image));
  }

  private static Platform platform(Image image) {
    return new Platform(image.os(), image.architecture(), image.variant());
  }
}
