package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an engine has to do without until it has answered its first command, since a JVM that has
 * just started needs 10 to 150 ms for each.
 */
@EndToEnd
@JdockOnly("Docker's daemon has no JVM")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FirstCommandIT {

  private static final Set<String> SLOW =
      Set.of(
          "com/fasterxml/jackson/databind/ObjectMapper",
          "java/math/BigDecimal",
          "java/text/DateFormat",
          "java/text/DecimalFormatSymbols",
          "java/time/zone/ZoneRulesProvider",
          "java/util/Calendar",
          "java/util/ResourceBundle",
          "java/util/TimeZone");

  private static final Pattern INITIALIZED = Pattern.compile("Initializing '([^']+)'");

  private final Jdock suite;
  private Path folder = Path.of("");
  private OwnRoot root;
  private Jdock telling;

  FirstCommandIT(Jdock jdock) {
    this.suite = jdock;
  }

  /** An installation whose engine tells which classes it initialises, with nothing running. */
  @BeforeAll
  void install(@TempDir Path work) throws IOException {
    folder = work;
    Path home = Files.createDirectory(folder.resolve("jdock"));
    Path installed = Path.of(System.getProperty("jdock.test.command")).toRealPath();
    Path original = installed.getParent().getParent();
    for (String part : List.of("bin", "libexec")) {
      Host.run("cp", "-a", original.resolve(part).toString(), home.toString()).ok();
    }
    Files.createSymbolicLink(home.resolve("lib"), original.resolve("lib"));
    Files.writeString(
        home.resolve("libexec/engine.options"),
        "-Xlog:class+init=info:file=" + log() + "\n",
        StandardOpenOption.APPEND);
    root = OwnRoot.of(suite);
    root.jdock().run("create", "--label", "a=b", "-p", "80", root.jdock().busybox(), "true").ok();
    root.jdock().run("engine", "stop").ok();
    telling = root.jdock().as(List.of(home.resolve("bin/jdock").toString()));
  }

  @AfterAll
  void remove() throws IOException {
    root.close();
    Files.delete(folder.resolve("jdock/lib"));
  }

  private Path log() {
    return folder.resolve("classes");
  }

  @Test
  void listNeedsNothingThatIsSlow() throws IOException {
    telling.run("ps", "-a").ok();
    assertThat(slow()).isEmpty();
  }

  @Test
  void runNeedsNothingThatIsSlow() throws IOException {
    telling.run("run", "--rm", root.jdock().busybox(), "true").ok();
    assertThat(slow()).isEmpty();
  }

  /** A creation time is what one of them is for, so that is seen here. */
  @Test
  void thatIsSeenWhereItIsNeeded() throws IOException {
    telling.run("ps", "-a", "--format", "{{.CreatedAt}}").ok();
    assertThat(slow()).contains("java/time/zone/ZoneRulesProvider");
  }

  private Set<String> slow() throws IOException {
    telling.run("engine", "stop").ok();
    Set<String> initialized =
        INITIALIZED
            .matcher(Files.readString(log()))
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(initialized).contains("com/fasterxml/jackson/core/JsonFactory");
    initialized.retainAll(SLOW);
    return initialized;
  }
}
