package dev.jdock.cli.command.shell;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.runtime.engine.Engine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.Command;

/** {@code completion SHELL}. */
@Command(description = "Generate the autocompletion script for bash, zsh or fish")
public final class PrintCompletion extends Action {
  private static final List<String> SHELLS = List.of("bash", "zsh", "fish");

  public PrintCompletion() {
    super(Arity.exactly(1));
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    String shell = argument(0);
    if (!SHELLS.contains(shell)) {
      throw CommandFailure.of("unknown shell: " + shell + " (one of bash, zsh, fish)");
    }
    String name = "completion." + shell;
    try (InputStream in =
        Objects.requireNonNull(PrintCompletion.class.getResourceAsStream(name), name)) {
      invocation.out().print(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return 0;
  }
}
