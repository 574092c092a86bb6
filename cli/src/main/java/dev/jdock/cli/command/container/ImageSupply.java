package dev.jdock.cli.command.container;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.image.UserAccess;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.registry.ShortNames;
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
    try (SupplyDisplay display = display()) {
      obtain(image, display);
    }
  }

  private void obtain(String image, SupplyDisplay display) throws InterruptedException {
    try {
      images.obtain(request(image), display);
      display.done();
    } catch (JdockException e) {
      display.failed();
      throw e;
    }
  }

  void pull(String image) throws InterruptedException {
    try (SupplyDisplay display = display()) {
      images.pull(request(image), display);
    }
  }

  private PullRequest request(String image) {
    return new PullRequest(
        Reference.parse(image),
        false,
        options.platform(),
        UserAccess.of(invocation),
        ShortNames.isShort(image));
  }

  private SupplyDisplay display() {
    return new SupplyDisplay(invocation, options.quiet());
  }
}
