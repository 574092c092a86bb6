package dev.jdock.cli.command.image;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
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
    engine.images().tag(argument(0), argument(1));
    return 0;
  }
}
