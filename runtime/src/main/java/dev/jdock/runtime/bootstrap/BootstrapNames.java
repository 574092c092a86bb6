package dev.jdock.runtime.bootstrap;

import dev.jdock.image.debian.Distribution;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Reference;
import dev.jdock.runtime.engine.BootstrapRequest;
import java.util.List;
import java.util.stream.Stream;

/** What an image that was bootstrapped is called. */
final class BootstrapNames {
  private BootstrapNames() {}

  /**
   * The names that were asked for; else the distribution's with what was asked for as the tag, and
   * {@code latest} with the suite that it stands for where nothing was.
   */
  static List<Reference> of(BootstrapRequest request, Distribution distribution, String suite) {
    if (!request.tags().isEmpty()) {
      return request.tags().stream().map(BootstrapNames::parse).toList();
    }
    String asked = request.suite();
    return (asked == null ? Stream.of("latest", suite) : Stream.of(asked))
        .map(tag -> Reference.parse(distribution.id() + ":" + tag))
        .toList();
  }

  private static Reference parse(String name) {
    Reference reference = Reference.parse(name);
    if (reference.digest() != null) {
      throw JdockException.invalid("refusing to create a tag with a digest reference");
    }
    return reference;
  }
}
