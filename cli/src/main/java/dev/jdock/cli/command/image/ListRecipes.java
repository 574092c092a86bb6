package dev.jdock.cli.command.image;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.image.embedded.Recipe;
import dev.jdock.runtime.engine.Engine;
import picocli.CommandLine.Command;

/** {@code recipe ls}. */
@Command(description = "List the images that are built here where no registry can be reached")
public final class ListRecipes extends Action {
  public ListRecipes() {
    super(Arity.none());
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    int width = Recipe.all().stream().mapToInt(recipe -> recipe.name().length()).max().orElse(0);
    String line = "%-" + Math.max(width, "NAME".length()) + "s   %s%n";
    invocation.out().printf(line, "NAME", "DESCRIPTION");
    Recipe.all().forEach(recipe -> invocation.out().printf(line, recipe.name(), recipe.summary()));
    return 0;
  }
}
