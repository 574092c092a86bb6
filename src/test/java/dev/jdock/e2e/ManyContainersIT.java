package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@EndToEnd
class ManyContainersIT {
  private static final int COUNT = 200;
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final Jdock jdock;

  ManyContainersIT(Jdock jdock) {
    this.jdock = jdock;
  }

  @Test
  void startAndGoAtTheSameTimeLeavingNothing() {
    Leftovers before = jdock.leftovers();
    try (OwnRoot root = OwnRoot.of(jdock)) {
      String address = address(root.jdock());
      startAndGo(root.jdock());
      File containers = root.path().resolve("containers").toFile();
      Eventually.that(
          () -> "left: " + Arrays.toString(containers.list()),
          () -> Objects.requireNonNull(containers.list()).length == 0);
      Eventually.that(
          () -> "the first address is not free again", () -> address(root.jdock()).equals(address));
    }
    Eventually.that(() -> "left: " + ofContainers(before), () -> ofContainers(before).isEmpty());
  }

  /** Without the engine of the other tests and what it does meanwhile. */
  private List<String> ofContainers(Leftovers before) {
    return jdock.leftovers().since(before).stream()
        .filter(each -> !each.startsWith("file"))
        .toList();
  }

  private static String address(Jdock jdock) {
    return jdock.run("run", "--rm", jdock.busybox(), "hostname", "-i").text();
  }

  private static void startAndGo(Jdock jdock) {
    String name = jdock.container();
    List<Running> running = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      running.add(
          jdock
              .start(
                  "run",
                  "--rm",
                  "--name",
                  name + "-" + i,
                  jdock.busybox(),
                  "sh",
                  "-c",
                  "echo $(hostname -i) n" + i)
              .closeInput());
    }
    TreeSet<String> seen = new TreeSet<>();
    for (Running each : running) {
      try (each) {
        String line = each.await(LIMIT).text();
        assertThat(line).as("address and number").matches("\\d+(\\.\\d+){3} n\\d+");
        seen.add(line.substring(line.lastIndexOf(' ') + 1));
      }
    }
    assertThat(seen)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, COUNT).mapToObj(i -> "n" + i).toList());
    assertThat(jdock.run("ps", "-aq").ok().out()).isEmpty();
  }
}
