package dev.jdock.cli.command.image;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.command.syntax.ImageName;
import dev.jdock.image.error.JdockException;
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
    Optional<String> flaw = ImageName.flaw(source);
    if (flaw.isPresent()) {
      throw notName(source, flaw.get());
    }
    if (target(argument(1)).digest() != null) {
      throw CommandFailure.of("refusing to create a tag with a digest reference");
    }
    engine.images().tag(source, argument(1));
    return 0;
  }

  /** Names are looked at before images, so a bad one is reported whatever there is. */
  private static Reference target(String name) {
    try {
      return Reference.parse(name);
    } catch (JdockException e) {
      throw notName(name, String.valueOf(e.getMessage()));
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
