package dev.jdock.cli.command.syntax;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Reference;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names of images that the command line looks at before the engine does, as Docker's client. */
public final class ImageName {
  private static final Pattern ID = Pattern.compile("(?:sha256:)?[0-9a-f]{64}");

  private ImageName() {}

  /** What is wrong with it, in Docker's words; empty for a name or a complete id. */
  public static Optional<String> flaw(String image) {
    if (ID.matcher(image).matches()) {
      return Optional.empty();
    }
    try {
      Reference _ = Reference.parse(image);
      return Optional.empty();
    } catch (JdockException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Checks the name of an image.
   *
   * @param complaint what to say before the reason, for example {@code "jdock: "}
   * @throws CommandFailure (exit code 1) for what is no name
   */
  public static String checked(String name, String complaint) {
    Optional<String> flaw = flaw(name);
    if (flaw.isPresent()) {
      throw CommandFailure.of(complaint + flaw.get());
    }
    return name;
  }
}
