package dev.jdock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.cli.command.syntax.Parser;
import dev.jdock.cli.command.syntax.Surface;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SurfaceTest {
  private final CommandTable table = new CommandLineFrontEnd().table();

  @Test
  void everyCommandAndFlagIsImplementedOrRefusedByName() {
    List<String> refused = new ArrayList<>();
    for (CommandTable.Found command : table.all()) {
      if (command.entry().isGroup()) {
        continue;
      }
      String path = command.entry().path();
      if (command.action() == null) {
        assertRefused(path, List.of(), "'jdock " + path + "'");
        refused.add(path);
        continue;
      }
      Parser parser = new Parser(command.entry(), Objects.requireNonNull(command.action()).get());
      for (Surface.Flag flag : command.entry().flags()) {
        if (!parser.implemented(flag.name())) {
          List<String> words =
              flag.type() == null ? List.of(flag.name()) : List.of(flag.name(), "1");
          assertRefused(path, words, flag.name());
          refused.add(path + " " + flag.name());
        }
      }
    }
    assertThat(refused).contains("run --use-api-socket");
    assertThat(refused).doesNotContain("run", "run --name", "image ls --quiet");
  }

  private static void assertRefused(String path, List<String> flags, String what) {
    CommandLineHarness harness = new CommandLineHarness();
    List<String> words = new ArrayList<>(List.of(path.split(" ")));
    words.addAll(flags);
    words.add("x");
    assertThat(harness.run(words.toArray(String[]::new)))
        .as("%s", words)
        .isEqualTo(
            new CommandLineHarness.Result(125, "", "jdock: " + what + " is not supported yet\n"));
    assertThat(harness.engine.calls).isEmpty();
  }

  @Test
  void everyAliasLeadsToTheSameCommand() {
    assertThat(table.find("container list")).isEqualTo(table.find("container ls"));
    assertThat(table.find("container ps")).isPresent();
    assertThat(table.find("container remove")).isEqualTo(table.find("container rm"));
    assertThat(table.find("image list")).isEqualTo(table.find("image ls"));
    assertThat(table.find("image remove")).isEqualTo(table.find("image rm"));
    assertThat(table.find("builder build").orElseThrow().action()).isNotNull();
    assertThat(table.find("system info").orElseThrow().action()).isNotNull();
  }
}
