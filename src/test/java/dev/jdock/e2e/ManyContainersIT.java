package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@EndToEnd
class ManyContainersIT {
  private static final int COUNT = 24;

  private final Jdock jdock;

  ManyContainersIT(Jdock jdock) {
    this.jdock = jdock;
  }

  @Test
  void startAndGoAtTheSameTimeLeavingNothing() {
    try (OwnRoot root = OwnRoot.of(jdock)) {
      startAndGo(root.jdock());
    }
  }

  private static void startAndGo(Jdock jdock) {
    String name = jdock.container();
    List<Running> running = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      running.add(
          jdock.start("run", "--rm", "--name", name + "-" + i, jdock.busybox(), "echo", "n" + i));
    }
    for (int i = 0; i < COUNT; i++) {
      try (Running each = running.get(i).closeInput()) {
        each.await().prints("n" + i);
      }
    }
    assertThat(jdock.run("ps", "-aq", "--filter", "name=" + name).ok().out()).isEmpty();
  }
}
