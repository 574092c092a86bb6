package dev.jdock.cli.command.container;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.ImageName;
import dev.jdock.runtime.engine.CommitRequest;
import dev.jdock.runtime.engine.Engine;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code commit}. */
@Command(description = "Create a new image from a container's changes")
public final class CommitContainer extends Action {
  @Option(
      names = {"-a", "--author"},
      paramLabel = "string",
      description = "Author (e.g., \"John Hannibal Smith <hannibal@a-team.com>\")")
  private String author = "";

  @Option(
      names = {"-c", "--change"},
      paramLabel = "list",
      description = "Apply a Dockerfile instruction to the image")
  private List<String> changes = new ArrayList<>();

  @Option(
      names = {"-m", "--message"},
      paramLabel = "string",
      description = "Set the comment of the image")
  private String message = "";

  @Option(
      names = {"-p", "--pause"},
      description = "Pause the container meanwhile (default true)")
  private boolean pause = true;

  public CommitContainer() {
    super(Arity.between(1, 2));
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    String name = arguments().size() > 1 && !argument(1).isEmpty() ? argument(1) : null;
    if (name != null) {
      ImageName.checked(name, "");
    }
    invocation
        .out()
        .println(
            engine
                .containers()
                .commit(
                    argument(0),
                    new CommitRequest(name, author, message, List.copyOf(changes), pause, null)));
    return 0;
  }
}
