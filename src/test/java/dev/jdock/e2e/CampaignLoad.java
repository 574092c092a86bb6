package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Users who go on with their work while the engine is killed again and again. What a kill cuts off
 * has done its work or left nothing, and can be repeated at once.
 */
final class CampaignLoad implements AutoCloseable {

  /** A command failed, and the engine was killed meanwhile. */
  private static final class CutOff extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CutOff(String message) {
      super(message);
    }
  }

  /** A piece of work with a name of its own, which can be done again after it was cut off. */
  private record Work(String name, Consumer<String> todo) {}

  /** Commits pause these, and nothing can be executed in what is paused. */
  private static final int COMMITTED = 2;

  private static final String LAYER = "head -c 300000 /dev/urandom";

  private final Jdock jdock;
  private final Killer killer;
  private final List<String> writers;
  private final String registry;
  private final Path folder;
  private final List<Thread> users = new ArrayList<>();
  private final ConcurrentLinkedQueue<String> problems = new ConcurrentLinkedQueue<>();
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicInteger cutOff = new AtomicInteger();
  private final List<Consumer<String>> works =
      List.of(
          this::run,
          this::runDetached,
          this::build,
          this::push,
          this::exec,
          this::copy,
          this::commit,
          this::logs);
  private volatile boolean over;

  /**
   * @param folder for files of the users
   */
  CampaignLoad(
      Jdock jdock, Killer killer, NumberedWriters writers, Registry registry, Path folder) {
    this.jdock = jdock;
    this.killer = killer;
    this.writers = writers.names();
    this.registry = registry.host();
    this.folder = folder;
  }

  void begin(int count, Random random) {
    for (int i = 0; i < count; i++) {
      Random choice = new Random(random.nextLong());
      users.add(Thread.ofPlatform().name("user-", i).start(() -> work(choice)));
    }
  }

  /** Waits for what is under way. */
  @Override
  public void close() {
    over = true;
    for (Thread user : users) {
      try {
        user.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** What should not have been, a line each. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  /** How much was done, for the reader of a report. */
  String summary() {
    return done + " commands' work done, " + cutOff + " of them after it was cut off";
  }

  private void work(Random choice) {
    while (!over) {
      int number = next.incrementAndGet();
      Consumer<String> todo = works.get(choice.nextInt(works.size()));
      attempt(new Work("campaign" + number, todo));
    }
  }

  private void attempt(Work work) {
    try {
      try {
        work.todo.accept(work.name);
      } catch (CutOff cut) {
        cutOff.incrementAndGet();
        killer.inPeace(() -> repeat(work, cut));
      }
      done.incrementAndGet();
    } catch (RuntimeException | AssertionError e) {
      problems.add(work.name + ": " + e.getMessage());
    }
  }

  private void repeat(Work work, CutOff cut) {
    try {
      noneIsPaused();
      forget(work.name);
      work.todo.accept(work.name);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("after " + cut.getMessage() + "\nagain: " + e.getMessage(), e);
    }
  }

  /** What is there of it can be removed. */
  private void forget(String name) {
    for (String id : jdock.run("ps", "-aq", "-f", "name=^" + name + "$").lines()) {
      Result removed = jdock.run("rm", "-f", id);
      // One with --rm may be on its way.
      assertThat(removed.exitCode() == 0 || removed.err().matches("(?s).*(No such|already).*"))
          .as("%s", removed)
          .isTrue();
    }
  }

  /** But by a commit of another user, which ends. */
  private void noneIsPaused() {
    for (String id : paused()) {
      Eventually.that(() -> id + " is paused", () -> !paused().contains(id));
    }
  }

  private List<String> paused() {
    return jdock.run("ps", "-q", "-f", "status=paused").lines();
  }

  /** A command that succeeds unless it is cut off. */
  private Result succeeds(String... command) {
    long before = killer.moments();
    Result result = jdock.run(command);
    if (result.exitCode() != 0) {
      if (killer.hasKilledSince(before)) {
        throw new CutOff(result.toString());
      }
      throw new AssertionError("without a kill: " + result);
    }
    return result;
  }

  private void prints(String expected, String... command) {
    long before = killer.moments();
    Result result = succeeds(command);
    if (!result.out().equals(expected + "\n")) {
      if (killer.hasKilledSince(before)) {
        throw new CutOff(result.toString());
      }
      throw new AssertionError("instead of \"" + expected + "\": " + result);
    }
  }

  private String writer(String name) {
    List<String> others = writers.subList(COMMITTED, writers.size());
    return others.get(Math.floorMod(name.hashCode(), others.size()));
  }

  private void run(String name) {
    prints(name, "run", "--rm", "--name", name, "-p", "80", jdock.busybox(), "echo", name);
  }

  private void runDetached(String name) {
    succeeds("run", "-d", "--name", name, jdock.busybox(), "sleep", "600");
    prints("true", "inspect", "-f", "{{.State.Running}}", name);
    succeeds("stop", "-t", "0", name);
    succeeds("start", name);
    succeeds("rm", "-f", name);
  }

  private void build(String name) {
    Path context = folder.resolve(name);
    Host.write(context.resolve("file"), name);
    Host.write(
        context.resolve("Dockerfile"),
        "FROM %s\nRUN %s >/layer\nCOPY file /file\nRUN cat /file\n"
            .formatted(jdock.busybox(), LAYER));
    succeeds("build", "-q", "-t", name, context.toString());
    prints(name, "run", "--rm", "--name", name, name, "sh", "-c", "cat /file; echo");
    succeeds("rmi", "-f", name);
  }

  private void push(String name) {
    Path context = folder.resolve(name);
    String image = registry + "/" + name;
    Host.write(
        context.resolve("Dockerfile"), "FROM %s\nRUN %s >/f\n".formatted(jdock.busybox(), LAYER));
    succeeds("build", "-q", "-t", image, context.toString());
    succeeds("push", image);
    succeeds("rmi", "-f", image);
    succeeds("pull", image);
    prints("300000", "run", "--rm", "--name", name, image, "stat", "-c", "%s", "/f");
    succeeds("rmi", "-f", image);
  }

  private void exec(String name) {
    prints(name, "exec", writer(name), "echo", name);
  }

  private void copy(String name) {
    String there = writer(name) + ":/tmp/" + name;
    Path file = Host.write(folder.resolve(name), name);
    Path back = folder.resolve(name + ".back");
    succeeds("cp", file.toString(), there);
    succeeds("cp", there, back.toString());
    assertThat(back).hasContent(name);
  }

  private void commit(String name) {
    String committed = writers.get(Math.floorMod(name.hashCode(), COMMITTED));
    succeeds("commit", committed, name);
    prints(name, "run", "--rm", "--name", name, name, "echo", name);
    succeeds("rmi", "-f", name);
  }

  private void logs(String name) {
    List<String> lines = succeeds("logs", "-n", "50", writer(name)).lines();
    for (int i = 1; i < lines.size(); i++) {
      assertThat(number(lines.get(i))).as("%s", lines).isEqualTo(number(lines.get(i - 1)) + 1);
    }
  }

  private static long number(String line) {
    return Long.parseLong(line.substring(0, line.indexOf(' ')));
  }
}
