package dev.jdock.cli.command;

import dev.jdock.cli.command.syntax.Surface;
import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.Engine.Created;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Nonsense in every flag of a new container: refused in a sentence, with Docker's exit codes. */
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
          "\u0000",
          "container:",
          "-");

  @Test
  void everyFlagOfCreateTakesNonsenseWithoutAnException() {
    SoftAssertions all = new SoftAssertions();
    Surface.Entry create = Objects.requireNonNull(Surface.load().find("container create"));
    for (Surface.Flag flag : create.flags()) {
      if (flag.name().equals("--cidfile")) {
        continue; // It would make files of these names.
      }
      for (String value : NONSENSE) {
        CommandLineHarness harness = new CommandLineHarness();
        harness.engine.answer("create", arguments -> new Created("id", List.of()));
        harness.engine.answer(
            "find",
            arguments -> {
              throw JdockException.notFound("No such image: busybox:latest");
            });
        String word = flag.name() + "=" + value;
        CommandLineHarness.Result result = harness.run("create", word, "busybox", "true");
        all.assertThat(result.exitCode()).as("%s: %s", word, result).isIn(0, 1, 125);
        all.assertThat(result.err())
            .as(word)
            .doesNotContain("Exception", "\tat ", "internal error");
      }
    }
    all.assertAll();
  }
}
