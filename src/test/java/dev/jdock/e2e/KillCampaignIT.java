package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The engine is killed at random moments under load, and in the end everything is as if it had not
 * been. A longer campaign: {@code -Djdock.test.kills=300 -Djdock.test.minutes=60}, another one:
 * {@code -Djdock.test.seed=…}.
 */
@EndToEnd
@Tag("campaign")
@JdockOnly("kills its engine")
class KillCampaignIT {
  private static final int WRITERS = 8;
  private static final int USERS = 3;

  private final int kills = Integer.getInteger("jdock.test.kills", 14);
  private final Duration limit = Duration.ofMinutes(Long.getLong("jdock.test.minutes", 3));
  private final long seed = Long.getLong("jdock.test.seed", 20261121);
  private final Jdock jdock;
  private @TempDir Path folder = Path.of("");

  KillCampaignIT(Jdock jdock) {
    this.jdock = jdock;
  }

  @Test
  void killedEnginesLoseNothingAndLeaveNothing() {
    System.out.printf("kill campaign: seed %d%n", seed);
    SoftAssertions softly = new SoftAssertions();
    Leftovers before = jdock.leftovers();
    try (OwnRoot own = OwnRoot.of(jdock);
        Registry registry = Registry.start()) {
      Jdock there = own.jdock();
      Killer killer = new Killer(new StateRoot(own.path()));
      NumberedWriters writers = NumberedWriters.start(there, WRITERS);
      try (CampaignLoad load = new CampaignLoad(there, killer, writers, registry, folder)) {
        Random random = new Random(seed);
        load.begin(USERS, random);
        int killed = campaign(killer, random);
        load.close();
        System.out.printf("kill campaign: %d kills, %s%n", killed, load.summary());
        softly.assertThat(load.problems()).as(load.summary()).isEmpty();
      }
      softly.check(() -> onlyWritersAreThere(there, own, writers));
      softly.check(writers::stop);
      softly.assertThat(writers.flaws()).as("logs").isEmpty();
      softly.check(() -> there.run("system", "check").ok().saysOnOut(" 0 damaged, 0 left over"));
      softly.check(() -> there.run("run", "--rm", there.busybox(), "true").ok());
    }
    softly.check(() -> nothingIsLeftSince(before));
    softly.assertAll();
  }

  private void nothingIsLeftSince(Leftovers before) {
    Eventually.that(
        () -> "left: " + jdock.leftovers().since(before),
        () -> jdock.leftovers().since(before).isEmpty());
  }

  /** A third of the engines dies young, in its start that is. On a slow machine there are fewer. */
  private int campaign(Killer killer, Random random) {
    Instant end = Instant.now().plus(limit);
    int left = kills;
    while (left > 0 && Instant.now().isBefore(end)) {
      int most = random.nextInt(3) == 0 ? 150 : 3000;
      LockSupport.parkNanos(Duration.ofMillis(random.nextInt(most)).toNanos());
      left -= killer.kill() ? 1 : 0;
    }
    return kills - left;
  }

  private static void onlyWritersAreThere(Jdock there, OwnRoot own, NumberedWriters writers) {
    // With --rm, one goes when it has ended.
    Eventually.that(
        () -> "containers: " + there.run("ps", "-a").out(),
        () -> names(there, "ps", "-a").equals(new TreeSet<>(writers.names())));
    assertThat(names(there, "ps", "-f", "status=running")).containsAll(writers.names());
    for (String name : writers.names()) {
      String pid = there.format(name, "{{.State.Pid}}");
      assertThat(Path.of("/proc", pid)).as("first process of %s", name).exists();
      there.run("exec", name, "true").ok();
    }
    StateRoot root = new StateRoot(own.path());
    Set<String> ids = new TreeSet<>(there.run("ps", "-q", "--no-trunc").lines());
    Eventually.that(
        () -> "not of the writers: " + strays(root, ids), () -> strays(root, ids).isEmpty());
    assertThat(of(root, "link veth")).as("a link for each").hasSize(WRITERS);
    // What was cut off behind its work, and was done once more, has left the first image's name.
    there.run("image", "prune", "-f").ok();
    assertThat(images(there)).containsExactly(there.busybox());
  }

  private static Set<String> names(Jdock there, String... command) {
    String[] line = Arrays.copyOf(command, command.length + 2);
    line[command.length] = "--format";
    line[command.length + 1] = "{{.Names}}";
    return new TreeSet<>(there.run(line).lines());
  }

  private static List<String> images(Jdock there) {
    return there.run("images", "--format", "{{.Repository}}:{{.Tag}}").lines();
  }

  /** Cgroups and links of the root that no container has, and mounts, which stay in namespaces. */
  private static Set<String> strays(StateRoot root, Set<String> ids) {
    Set<String> strays = of(root, "cgroup ");
    strays.removeIf(each -> ids.contains(each.substring(each.lastIndexOf('/') + 1)));
    strays.addAll(of(root, "mount "));
    Set<String> links = of(root, "link veth");
    if (links.size() != WRITERS) {
      strays.addAll(links);
    }
    return strays;
  }

  private static Set<String> of(StateRoot root, String kind) {
    Set<String> found = new TreeSet<>(Leftovers.of(Set.of(root)).own());
    found.removeIf(each -> !each.startsWith(kind));
    return found;
  }
}
