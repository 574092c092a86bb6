package dev.jdock.runtime.machine;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Reference;

/** Names that can be given to images. */
final class TagName {
  private TagName() {}

  /**
   * @throws JdockException INVALID for what is no name, and for one with a digest, which comes of
   *     an image's content
   */
  static Reference parse(String name) {
    Reference reference = Reference.parse(name);
    if (reference.digest() != null) {
      throw JdockException.invalid("refusing to create a tag with a digest reference");
    }
    return reference;
  }
}
