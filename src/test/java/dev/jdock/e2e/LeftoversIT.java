package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The check at the suite's end: it finds what roots of the tests have left, and nothing else. */
@EndToEnd
@JdockOnly("looks for what jdock leaves")
class LeftoversIT {
  private final Jdock jdock;

  LeftoversIT(Jdock jdock) {
    this.jdock = jdock;
  }

  /** The kinds of what is there now and was not before. */
  private List<String> kindsSince(Leftovers before) {
    return jdock.leftovers().since(before).stream()
        .map(left -> left.substring(0, left.indexOf(' ')))
        .distinct()
        .toList();
  }

  @Test
  void containerOfAnOwnRootIsFoundUntilItIsGone() {
    Leftovers before = jdock.leftovers();
    try (OwnRoot own = OwnRoot.of(jdock)) {
      Jdock there = own.jdock();
      String id = there.run("run", "-d", there.busybox(), "sleep", "600").text();
      Set<String> left = jdock.leftovers().since(before);
      assertThat(kindsSince(before)).contains("cgroup", "file", "link", "process", "table");
      assertThat(left)
          .anyMatch(each -> each.startsWith("cgroup ") && each.endsWith("/jdock/" + id))
          .anyMatch(each -> each.startsWith("process ") && each.endsWith(" 600"))
          .anyMatch(each -> each.matches("process .*EngineMain " + own.path() + " .*"))
          .anyMatch(each -> each.startsWith("link veth"))
          .contains("file " + new StateRoot(own.path()).runDirectory());
    }
    Eventually.that(
        () -> "still there: " + jdock.leftovers().since(before),
        () -> jdock.leftovers().since(before).isEmpty());
  }

  @Test
  void mountAndProcessesThatOutliveTheirEngineAreFound() throws IOException {
    Leftovers before = jdock.leftovers();
    try (OwnRoot own = OwnRoot.of(jdock)) {
      Path mountPoint = Files.createDirectory(own.path().resolve("planted"));
      Host.run("mount", "-t", "tmpfs", "jdock-e2e", mountPoint.toString()).ok();
      try {
        own.jdock().run("run", "-d", own.jdock().busybox(), "sleep", "600").ok();
        long engine = new StateRoot(own.path()).engine().orElseThrow();
        Host.run("kill", "-s", "KILL", Long.toString(engine)).ok();
        assertThat(jdock.leftovers().since(before))
            .contains("mount " + mountPoint)
            .anyMatch(each -> each.startsWith("process ") && each.endsWith(" 600"))
            .noneMatch(each -> each.contains("EngineMain " + own.path()));
      } finally {
        Host.run("umount", mountPoint.toString()).ok();
      }
    }
    Eventually.that(
        () -> "still there: " + jdock.leftovers().since(before),
        () -> jdock.leftovers().since(before).isEmpty());
  }

  @Test
  void anotherJdockInUseIsNoneOfOurs() throws IOException {
    Path root = Files.createTempDirectory("jdock-e2e-other-");
    Jdock other = new Jdock(jdock.commandLine(), root, Path.of("/"), "other");
    try {
      Suite.importBusybox(other, root);
      Leftovers before = jdock.leftovers();
      Leftovers othersBefore = other.leftovers();
      other.run("run", "-d", "-p", "80", other.busybox(), "sleep", "600").ok();
      assertThat(other.leftovers().since(othersBefore))
          .anyMatch(each -> each.startsWith("cgroup "))
          .anyMatch(each -> each.startsWith("link veth"))
          .anyMatch(each -> each.startsWith("table "))
          .anyMatch(each -> each.endsWith(" 600"));
      assertThat(jdock.leftovers().since(before)).isEmpty();
      long engine = new StateRoot(root).engine().orElseThrow();
      Host.run("kill", "-s", "KILL", Long.toString(engine)).ok();
      assertThat(jdock.leftovers().own()).as("without its engine").isSubsetOf(before.own());
    } finally {
      for (String id : other.run("ps", "-aq").lines()) {
        other.run("rm", "-f", id).ok();
      }
      other.run("engine", "stop").ok();
      Host.deleteTree(root);
    }
  }

  @Test
  void whatBearsNoNameCountsWhereNobodyElseIs() {
    Leftovers before = new Leftovers(Set.of(), Set.of("cgroup old"), true);
    Set<String> found = Set.of("cgroup old", "cgroup new");
    assertThat(new Leftovers(Set.of(), found, true).since(before)).containsExactly("cgroup new");
    assertThat(new Leftovers(Set.of(), found, false).since(before)).isEmpty();
    assertThat(new Leftovers(found, Set.of(), false).since(before)).containsExactly("cgroup new");
  }

  @Test
  void rootIsNotNamedByALongerName() {
    StateRoot root = new StateRoot(Path.of("/nonexistent/jdock-e2e-1"));
    assertThat(root.isNamedIn("upperdir=/nonexistent/jdock-e2e-1/containers/x,workdir=y")).isTrue();
    assertThat(root.isNamedIn("/nonexistent/jdock-e2e-1")).isTrue();
    assertThat(root.isNamedIn("/nonexistent/jdock-e2e-12/containers")).isFalse();
  }
}
