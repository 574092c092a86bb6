package dev.jdock.cli.command;

import dev.jdock.cli.command.syntax.Surface;
import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.Created;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nonsense in every flag and operand: refused in a sentence, with Docker's exit codes. */
class NonsenseTest {
  private static final List<String> NONSENSE =
      List.of(
          "",
          " ",
          ":",
          "::",
          "=",
          ",",
          "-1",
          "x",
          "a=b=c",
          "\"",
          "1e99",
          "0x",
          "/:/:/:/",
          "é",
          "type=",
          "99999999999999999999",
          "%s%n",
          "a:b:c:d",
          "{",
          "\u0001",
          "container:",
          "-");

  /** Files that commands are told to write, and the user's configuration. */
  @TempDir Path folder;

  private final SoftAssertions all = new SoftAssertions();

  @Test
  void everyFlagOfCreateTakesNonsense() {
    Surface.Entry create = Objects.requireNonNull(Surface.load().find("container create"));
    for (Surface.Flag flag : create.flags()) {
      for (String value : NONSENSE) {
        CommandLineHarness harness = harness();
        harness.engine.answer("create", arguments -> new Created("id", List.of()));
        check(harness, List.of("create", flag.name() + "=" + value, "busybox", "true"));
      }
    }
    all.assertAll();
  }

  @Test
  void everyFlagOfEveryCommandTakesNonsense() {
    for (Surface.Entry command : commands()) {
      for (Surface.Flag flag : command.flags()) {
        for (String value : List.of("", ":", "-1", "a=b=c", "{", "\u0001")) {
          List<String> line = new ArrayList<>(words(command));
          line.add(flag.name() + "=" + value);
          line.addAll(operands(command, "x"));
          check(harness(), line);
        }
      }
    }
    all.assertAll();
  }

  @Test
  void everyCommandTakesNonsenseForItsOperands() {
    for (Surface.Entry command : commands()) {
      for (String value : NONSENSE) {
        List<String> line = new ArrayList<>(words(command));
        line.addAll(operands(command, value));
        check(harness(), line);
      }
    }
    all.assertAll();
  }

  /** Each once, under its first name. */
  private static List<Surface.Entry> commands() {
    return Surface.load().entries().stream()
        .filter(each ->
            each.aliases().isEmpty() || each.aliases().getFirst().equals("jdock " + each.path()))
        .toList();
  }

  /** An engine that has nothing of what it is asked for. */
  private CommandLineHarness harness() {
    CommandLineHarness harness = new CommandLineHarness();
    harness.workingDirectory = folder;
    harness.environment.put("HOME", folder.toString());
    harness.environment.put("DOCKER_CONFIG", folder.toString());
    harness.engine.otherwise(arguments -> {
      throw JdockException.notFound("No such object: x");
    });
    return harness;
  }

  private void check(CommandLineHarness harness, List<String> line) {
    CommandLineHarness.Result result;
    try {
      result = harness.run(line.toArray(String[]::new));
    } catch (RuntimeException | AssertionError e) {
      all.fail("%s: %s", line, e);
      return;
    }
    all.assertThat(result.exitCode()).as("%s: %s", line, result).isIn(0, 1, 125);
    all.assertThat(result.err())
        .as("%s", line)
        .doesNotContain("Exception", "\tat ", "internal error");
  }

  private static List<String> words(Surface.Entry command) {
    return List.of(command.path().split(" ", -1));
  }

  /** As many words as the usage asks for. */
  private static List<String> operands(Surface.Entry command, String word) {
    String usage = command.usage().split(" [|] ", -1)[0];
    return Stream.of(usage.split(" ", -1))
        .filter(each -> each.matches("[A-Z].*"))
        .map(each -> each.startsWith("CONTAINER:") ? "x:" + word : word)
        .toList();
  }
}
