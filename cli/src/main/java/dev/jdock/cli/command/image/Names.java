package dev.jdock.cli.command.image;

import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Reference;

/** Names of images as they are typed. */
final class Names {
  private Names() {}

  /** What is no name is found by the command, not by the engine. */
  static Reference parse(String text) {
    try {
      return Reference.parse(text);
    } catch (JdockException e) {
      throw CommandFailure.of(String.valueOf(e.getMessage()));
    }
  }

  static boolean hasTagOrDigest(String text) {
    return text.contains("@") || text.indexOf(':', text.lastIndexOf('/') + 1) >= 0;
  }
}
