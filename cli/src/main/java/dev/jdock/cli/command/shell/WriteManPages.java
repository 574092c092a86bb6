package dev.jdock.cli.command.shell;

import dev.jdock.cli.CallerFiles;
import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.shell.Catalogue.Described;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.error.Reason;
import dev.jdock.runtime.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Command;

/** {@code manpages DIRECTORY}. */
@Command(description = "Write a manual page for each command into a directory")
public final class WriteManPages extends Action {
  private final Supplier<Catalogue> catalogue;

  public WriteManPages(Supplier<Catalogue> catalogue) {
    super(Arity.exactly(1));
    this.catalogue = catalogue;
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    Path directory = invocation.absolute(argument(0));
    List<Described> top = catalogue.get().members("");
    try {
      Path folder = invocation.resolve(argument(0));
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder);
      }
      write(invocation, directory, "jdock", ManPage.ofProgram(top));
      for (Described command : all(top)) {
        write(invocation, directory, ManPage.name(command), ManPage.of(command, below(command)));
      }
    } catch (IOException e) {
      throw JdockException.internal(
          "cannot write manual pages to " + argument(0) + ": " + Reason.withoutFile(e), e);
    }
    return 0;
  }

  private static void write(Invocation invocation, Path directory, String name, String page)
      throws IOException {
    try (CallerFiles files = invocation.files().scope()) {
      Files.writeString(files.destination(directory.resolve(name + ".1")), page);
    }
  }

  private List<Described> below(Described command) {
    return command.entry().isGroup() ? catalogue.get().members(command.entry().path()) : List.of();
  }

  private List<Described> all(List<Described> commands) {
    List<Described> found = new ArrayList<>();
    for (Described command : commands) {
      found.add(command);
      found.addAll(all(below(command)));
    }
    return found;
  }
}
