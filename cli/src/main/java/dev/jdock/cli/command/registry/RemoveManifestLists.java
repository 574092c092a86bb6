package dev.jdock.cli.command.registry;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Reference;
import dev.jdock.runtime.engine.Engine;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code manifest rm}. */
@Command(description = "Delete one or more manifest lists from local storage")
public final class RemoveManifestLists extends Action {
  public RemoveManifestLists() {
    super(Arity.atLeast(1));
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    List<String> failures = new ArrayList<>();
    for (String argument : arguments()) {
      try {
        LocalManifestLists lists = LocalManifestLists.of(invocation);
        Reference list = Reference.parse(argument);
        if (!lists.has(list)) {
          throw LocalManifestLists.noSuch(list);
        }
        lists.remove(list);
      } catch (JdockException e) {
        failures.add(String.valueOf(e.getMessage()));
      }
    }
    if (!failures.isEmpty()) {
      throw CommandFailure.of(String.join("\n", failures));
    }
    return 0;
  }
}
