package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nonsense that only the engine or the kernel can refuse, in every flag of run. */
@EndToEnd
@JdockOnly("reads jdock's list of flags and its engine's log")
class NonsenseIT {
  private static final List<String> NONSENSE = List.of("", "x", "-1", ":", "a=b=c", "/x:/y:z");
  private static final int AT_ONCE = 4;

  private final Jdock jdock;

  NonsenseIT(Jdock jdock) {
    this.jdock = jdock;
  }

  @Test
  void nothingButDockersExitCodesAndNoStackTrace(@TempDir Path folder) throws Exception {
    List<Result> results = new ArrayList<>();
    String log;
    try (OwnRoot own = OwnRoot.of(jdock)) {
      Jdock there = own.jdock().in(folder);
      try (ExecutorService several = Executors.newFixedThreadPool(AT_ONCE)) {
        List<Future<Result>> runs =
            flags().stream()
                .flatMap(flag -> NONSENSE.stream().map(value -> flag + "=" + value))
                .map(word -> several.submit(() -> there.run(line(there, word))))
                .toList();
        for (Future<Result> run : runs) {
          results.add(run.get());
        }
      }
      log = Host.read(own.path().resolve("engine.log"));
      assertThat(there.run("ps", "-aq").ok().out()).isEmpty();
    }
    SoftAssertions all = new SoftAssertions();
    for (Result result : results) {
      all.assertThat(result.exitCode()).as("%s", result).isIn(0, 1, 125, 126, 127);
      all.assertThat(result.err()).as("%s", result).doesNotContain("Exception", "internal error");
    }
    all.assertThat(log).as("the engine's log").doesNotContain("\tat ");
    all.assertAll();
  }

  private static String[] line(Jdock there, String word) {
    return new String[] {
      "run", "--rm", "--network", "none", "--pull", "never", word, there.busybox(), "true"
    };
  }

  private static List<String> flags() {
    Path file =
        Path.of(System.getProperty("jdock.test.fixtures", "fixtures"))
            .resolve("../../../cli/src/main/resources/dev/jdock/cli/command/syntax/surface.tsv");
    return Host.read(file)
        .lines()
        .map(line -> line.split("\t", -1))
        .filter(columns -> columns[0].equals("F") && columns[1].equals("run"))
        .map(columns -> columns[2])
        .filter(flag -> !flag.equals("--help") && !flag.equals("--detach"))
        .toList();
  }
}
