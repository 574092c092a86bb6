package dev.jdock.cli.command.image;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.image.embedded.Recipe;
import dev.jdock.runtime.engine.Engine;
import picocli.CommandLine.Command;

/** {@code recipe show}: a Dockerfile, ready to be built and changed. */
@Command(description = "Print a recipe, which is a Dockerfile")
public final class ShowRecipe extends Action {
  public ShowRecipe() {
    super(Arity.exactly(1));
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    Recipe recipe =
        Recipe.find(argument(0))
            .orElseThrow(() ->
                CommandFailure.of(
                    "Error: no recipe "
                        + argument(0)
                        + ", 'jdock recipe ls' shows which there are"));
    invocation.out().print(recipe.dockerfile());
    return 0;
  }
}
