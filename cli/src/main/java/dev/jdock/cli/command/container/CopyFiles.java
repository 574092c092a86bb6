package dev.jdock.cli.command.container;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.runtime.engine.Engine;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cp}. */
@Command(description = "Copy files/folders between a container and the local filesystem")
public final class CopyFiles extends Action {
  @Option(
      names = {"-a", "--archive"},
      description = "Give what is copied in to the user of the container's program")
  private boolean archive;

  @Option(
      names = {"-L", "--follow-link"},
      description = "Copy what a symbolic link leads to")
  private boolean followLink;

  @Option(
      names = {"-q", "--quiet"},
      description = "Do not tell of what was copied")
  private boolean quiet;

  public CopyFiles() {
    super(Arity.exactly(2));
  }

  @Override
  public int run(Engine engine, Invocation invocation) throws InterruptedException {
    if (argument(0).isEmpty()) {
      throw CommandFailure.of("source can not be empty");
    }
    if (argument(1).isEmpty()) {
      throw CommandFailure.of("destination can not be empty");
    }
    CopyArgument source = CopyArgument.parse(argument(0));
    CopyArgument target = CopyArgument.parse(argument(1));
    boolean reports = !quiet && invocation.terminal().errorIsTerminal();
    if (source.inContainer() && target.inContainer()) {
      throw CommandFailure.of("copying between containers is not supported");
    }
    if (source.inContainer()) {
      CopyFar far = CopyFar.of(engine, source);
      CopyOut copy = new CopyOut(far, invocation, followLink, reports);
      List<CopyArgument> sources = matches(far, CopyFar.within(engine, source));
      if (sources.size() > 1) {
        copy.requireFolder(target.path());
      }
      for (CopyArgument each : sources) {
        copy.run(each, target.path());
      }
    } else if (target.inContainer()) {
      new CopyIn(CopyFar.of(engine, target), invocation, archive, followLink, reports)
          .run(source, CopyFar.within(engine, target));
    } else {
      throw CommandFailure.of("must specify at least one container source");
    }
    return 0;
  }

  /** A file of that very name counts before a pattern. */
  private static List<CopyArgument> matches(CopyFar far, CopyArgument source) {
    if (!source.path().matches(".*[*?\\[].*")) {
      return List.of(source);
    }
    List<String> found = far.glob(source.path());
    return found.isEmpty() ? List.of(source) : found.stream().map(source::withPath).toList();
  }
}
