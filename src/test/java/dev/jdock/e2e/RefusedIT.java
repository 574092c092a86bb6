package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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

  /** What is refused before its value is looked at; a value for each type there is. */
  private static final Map<String, String> RUN_FLAGS =
      Map.ofEntries(
          Map.entry("--log-driver", "none"),
          Map.entry("--log-opt", "max-size=1m"),
          Map.entry("--platform", "linux/amd64"));

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
        .contains("attach", "cp", "pull", "container attach", "network ls", "volume rm", "events")
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
    Map<String, String> types = new TreeMap<>();
    for (String[] columns : surface("F")) {
      if (columns[1].equals("run")) {
        types.put(columns[2], columns.length > 4 ? columns[4] : "");
      }
    }
    assertThat(types.keySet()).containsAll(RUN_FLAGS.keySet());
    SoftAssertions all = new SoftAssertions();
    RUN_FLAGS.forEach((flag, value) -> {
      String name = jdock.container();
      String word = types.get(flag).isEmpty() ? flag : flag + "=" + value;
      Result result = jdock.run("run", "--name", name, word, jdock.busybox(), "true");
      all.assertThat(result.exitCode()).as("%s", result).isEqualTo(125);
      all.assertThat(result.err()).as("%s", result).contains(flag).contains(REFUSED);
      all.assertThat(jdock.run("ps", "-aq", "-f", "name=" + name).out()).as(flag).isEmpty();
    });
    all.assertAll();
  }
}
