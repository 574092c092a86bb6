package dev.jdock.cli.command.image;

import dev.jdock.cli.Invocation;
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

  /** What pull and push are about; a tag that goes without saying is said, unless quiet. */
  static Reference ofTransfer(Invocation invocation, String text, boolean allTags, boolean quiet) {
    Reference reference = parse(text);
    boolean named = hasTagOrDigest(text);
    if (allTags && named) {
      throw CommandFailure.of("tag can't be used with --all-tags/-a");
    }
    if (!allTags && !named && !quiet) {
      invocation.out().println("Using default tag: " + Reference.DEFAULT_TAG);
      invocation.out().flush();
    }
    return reference;
  }

  private static boolean hasTagOrDigest(String text) {
    return text.contains("@") || text.indexOf(':', text.lastIndexOf('/') + 1) >= 0;
  }
}
