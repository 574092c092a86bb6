package dev.jdock.cli.command.image;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.command.syntax.ImageName;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.text.GoQuote;
import dev.jdock.runtime.engine.Engine;
import java.util.Optional;
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
    check(source);
    if (Digest.isDigest(Digest.PREFIX + target)) {
      throw notName(
          target,
          "invalid repository name (" + target + "), cannot specify 64-byte hexadecimal strings");
    }
    check(target);
    if (Reference.parse(target).digest() != null) {
      throw CommandFailure.of("refusing to create a tag with a digest reference");
    }
    engine.images().tag(source, target);
    return 0;
  }

  /** Names are looked at before images, so a bad one is told of whatever there is. */
  private static void check(String name) {
    Optional<String> flaw = ImageName.flaw(name);
    if (flaw.isPresent()) {
      throw notName(name, flaw.get());
    }
  }

  private static CommandFailure notName(String text, String why) {
    return CommandFailure.of(
        "Error parsing reference: "
            + GoQuote.quote(text)
            + " is not a valid repository/tag: "
            + why);
  }
}
