package dev.jdock.cli.command.build;

import dev.jdock.cli.CallerFiles;
import dev.jdock.cli.CallerPathException;
import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.terminal.NoTerminal;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.fuzz.FuzzTarget;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Values of the flags of a build that have a language of their own: each reads each line. */
public final class BuildFlagsTarget implements FuzzTarget {
  private final Invocation invocation;

  public BuildFlagsTarget() throws IOException {
    Path folder = Files.createTempDirectory("jdock-e2e-fuzz-");
    folder.toFile().deleteOnExit();
    this.invocation =
        new Invocation(
            List.of(),
            CallerFiles.shared(folder, ProcessHandle.current().pid()),
            Map.of("SSH_AUTH_SOCK", "/nowhere", "TOKEN", "x"),
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
            new NoTerminal(),
            null);
  }

  @Override
  public void read(byte[] input, Consumer<String> told) {
    List<String> lines = new String(input, StandardCharsets.UTF_8).lines().toList();
    for (String line : lines) {
      List<String> values = List.of(line);
      tell(told, () -> CacheFlags.sources(values, invocation));
      tell(told, () -> CacheFlags.targets(values, invocation));
      tell(told, () -> Annotations.parse(values));
      tell(told, () -> BuildCall.parse(line));
      tell(told, () -> Allowance.of(values));
      tell(
          told,
          () ->
              new OutputTargets(invocation)
                  .output(OutputEntry.parse(line), Annotations.parse(List.of()), List.of("t")));
      // What these name is looked at, and a pipe or a device would be waited for.
      if (!line.contains("/")) {
        tell(told, () -> SecretFlags.read(invocation, values));
        tell(told, () -> AgentFlags.read(invocation, values));
      }
    }
  }

  private static void tell(Consumer<String> told, Runnable part) {
    try {
      part.run();
    } catch (CommandFailure refused) {
      told.accept(refused.text());
    } catch (JdockException | CallerPathException refused) {
      told.accept(refused.getMessage());
    }
  }
}
