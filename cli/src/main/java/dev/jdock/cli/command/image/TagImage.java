package dev.jdock.cli.command.image;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.runtime.template.GoQuote;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.reference.Reference;
import dev.jdock.runtime.engine.Engine;
import picocli.CommandLine.Command;

/** {@code tag}. */
@Command(description = "Create a tag TARGET_IMAGE that refers to SOURCE_IMAGE")
public final class TagImage extends Action {
  public TagImage() {
    super(Arity.exactly(2));
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    String source = argument(0);
    String target = argument(1);
    if (!Digest.isDigest(source) && !isId(source)) {
      Reference _ = name(source);
    }
    if (isId(target)) {
      throw notName(
          target,
          "invalid repository name (" + target + "), cannot specify 64-byte hexadecimal strings");
    }
    if (name(target).digest() != null) {
      throw CommandFailure.of("refusing to create a tag with a digest reference");
    }
    engine.images().tag(source, target);
    return 0;
  }

  /** Names are looked at before images, so a bad one is told of whatever there is. */
  private static Reference name(String text) {
    try {
      return Reference.parse(text);
    } catch (JdockException e) {
      throw notName(text, String.valueOf(e.getMessage()));
    }
  }

  private static boolean isId(String text) {
    return Digest.isDigest(Digest.PREFIX + text);
  }

  private static CommandFailure notName(String text, String why) {
    return CommandFailure.of(
        "Error parsing reference: "
            + GoQuote.quote(text)
            + " is not a valid repository/tag: "
            + why);
  }
}
