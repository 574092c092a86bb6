package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/**
 * What is known of Docker and not done yet says so, flag by flag: the list of commands and flags
 * that the program is made of, against the program.
 */
@EndToEnd
@JdockOnly("Docker does these")
class RefusedIT {

  private static final String REFUSED = "is not supported yet";

  private final Jdock jdock;

  RefusedIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private static List<String[]> surface(String kind) {
    Path file =
        Path.of(System.getProperty("jdock.test.fixtures", "fixtures"))
            .resolve("../../../cli/src/main/resources/dev/jdock/cli/command/syntax/surface.tsv");
    return Host.read(file)
        .lines()
        .filter(line -> line.startsWith(kind + "\t"))
        .map(line -> line.split("\t", -1))
        .toList();
  }

  @Test
  void everyCommandHasHelpAndRefusalsAreThoseWritten() {
    SoftAssertions all = new SoftAssertions();
    Set<String> refused = new TreeSet<>();
    for (String[] columns : surface("C")) {
      String command = columns[1];
      if (command.equals("(root)")) {
        continue;
      }
      Result help = jdock.run((command + " --help").split(" ", -1));
      all.assertThat(help.exitCode()).as("%s", help).isZero();
      all.assertThat(help.out()).as("%s", help).contains("Usage:  jdock " + command);
      if (help.out().contains("Not supported yet") && !columns[2].endsWith(" COMMAND")) {
        refused.add(command);
      }
    }
    all.assertAll();
    assertThat(refused)
        .doesNotContain("run", "build", "container run", "image build", "system info");
    for (String command : refused) {
      Result result = jdock.run((command + " x y").split(" ", -1));
      all.assertThat(result.exitCode()).as("%s", result).isEqualTo(125);
      all.assertThat(result.err())
          .as("%s", result)
          .isEqualTo("jdock: 'jdock " + command + "' " + REFUSED + "\n");
    }
    all.assertAll();
  }

  @Test
  void flagsOfRunAreRefusedBeforeAnythingIsMade() {
    String name = jdock.container();
    jdock
        .run("run", "--name", name, "--use-api-socket", jdock.busybox(), "true")
        .exits(125)
        .saysOnErr("--use-api-socket " + REFUSED);
    assertThat(jdock.run("ps", "-aq", "-f", "name=" + name).text()).isEmpty();
  }
}
