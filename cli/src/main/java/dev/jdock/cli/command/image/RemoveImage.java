package dev.jdock.cli.command.image;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.command.syntax.EachArgument;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.store.RemovedImage;
import dev.jdock.runtime.engine.Engine;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rmi}. */
@Command(description = "Remove one or more images")
public final class RemoveImage extends Action {
  @Option(
      names = {"-f", "--force"},
      description = "Remove it though it has several names or is used by stopped containers")
  private boolean force;

  @Option(names = "--no-prune", description = "Keep untagged parents")
  private boolean noPrune;

  public RemoveImage() {
    super(Arity.atLeast(1));
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    List<String> failures = new ArrayList<>();
    boolean fatal = false;
    for (String image : arguments()) {
      try {
        for (RemovedImage removed : engine.images().remove(image, force, !noPrune, List.of())) {
          invocation.out().println(line(removed));
        }
      } catch (JdockException e) {
        fatal |= e.kind() != JdockException.Kind.NOT_FOUND;
        failures.add(EachArgument.message(e));
      }
    }
    if (failures.isEmpty()) {
      return 0;
    }
    boolean harmless = force && !fatal;
    throw new CommandFailure(harmless ? 0 : 1, String.join("\n", failures));
  }

  private static String line(RemovedImage removed) {
    return switch (removed) {
      case RemovedImage.Untagged untagged -> "Untagged: " + untagged.name();
      case RemovedImage.Deleted deleted -> "Deleted: " + deleted.id();
    };
  }
}
