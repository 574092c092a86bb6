package dev.jdock.runtime.container.start;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.cgroup.CgroupDirectory;
import dev.jdock.linux.cgroup.CgroupHierarchy;
import dev.jdock.runtime.container.Steps;
import dev.jdock.runtime.launch.ContainerLaunch;
import dev.jdock.runtime.launch.LaunchPlan;
import dev.jdock.runtime.launch.Launched;
import dev.jdock.runtime.launch.NamespacePlan;
import dev.jdock.runtime.launch.Starters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The one way from nothing to a process that runs in namespaces of its own: the numbered steps of
 * docs/container-start.md, for a container's first process and for the command of a RUN alike. What
 * takes a step back is noted before the step is taken. When one fails, all that were begun are
 * taken back in reverse order, and the failure bears the number of the step.
 */
abstract class Start {
  /**
   * @param undo also takes back what a step has half done
   */
  private record Step(String name, Work take, Runnable undo) {}

  private interface Work {
    void run() throws IOException;
  }

  private final String id;
  private final RunResources resources;
  private final Starters starters;
  private final List<Step> steps =
      List.of(
          new Step("plan", this::prepare, () -> {}),
          new Step("run directory", this::makeDirectory, this::removeDirectory),
          new Step("shared namespaces", this::share, this::closeShared),
          new Step("volumes", this::mountVolumes, this::releaseVolumes),
          new Step("namespaces", this::takeNamespaces, this::leaveNamespaces),
          new Step("cgroup", this::makeCgroup, this::removeCgroup),
          new Step("streams", this::openStreams, this::closeStreams),
          // The network is connected during the launch, when there is a namespace to connect.
          new Step("launch", this::launch, this::disconnect),
          new Step("running", this::running, () -> {}));

  private @Nullable CgroupDirectory cgroup;
  private @Nullable ContainerLaunch launch;
  private @Nullable Launched launched;

  /**
   * @param id of the run directory, the cgroup and the network's endpoint
   */
  Start(String id, RunResources resources, Starters starters) {
    this.id = id;
    this.resources = resources;
    this.starters = starters;
  }

  /**
   * Takes all steps, or none.
   *
   * @param program to be named by what says that it cannot be executed
   * @throws JdockException in Docker's words
   */
  final void run(String program) {
    Deque<Runnable> undo = new ArrayDeque<>();
    int number = 0;
    try {
      for (Step step : steps) {
        number++;
        undo.push(step.undo());
        step.take().run();
      }
    } catch (Throwable e) {
      Steps back = new Steps();
      undo.forEach(back::run);
      back.suppressedBy(e);
      throw StartFailure.ofStart(
          e instanceof IOException disk ? new UncheckedIOException(disk) : e,
          program,
          number,
          steps.get(number - 1).name());
    }
    closeStreams();
    closeShared();
  }

  /** Takes back what is still there once the process has ended. */
  final void takeBack() {
    Steps back = new Steps();
    back.run(this::disconnect);
    back.run(this::removeCgroup);
    back.run(this::removeDirectory);
    back.throwFirst();
  }

  private void removeDirectory() {
    resources.removeDirectory(id);
  }

  private void releaseVolumes() {
    resources.volumes().release(id);
  }

  private void makeCgroup() {
    cgroup = makeCgroup(parent());
  }

  private void removeCgroup() {
    boolean _ = RunResources.removeCgroup(parent(), id);
  }

  private void disconnect() {
    resources.disconnect(id);
  }

  /** Begins to: they are there when they are needed. */
  private void takeNamespaces() {
    launch = ContainerLaunch.begin(namespaces(), starters);
  }

  private void leaveNamespaces() {
    if (launch != null) {
      launch.abandon();
    }
  }

  private void launch() throws IOException {
    LaunchPlan plan = plan(Objects.requireNonNull(cgroup));
    launched = Objects.requireNonNull(launch).start(plan);
  }

  private void running() {
    running(Objects.requireNonNull(launched));
  }

  final String id() {
    return id;
  }

  final RunResources resources() {
    return resources;
  }

  /** What is refused before anything is made. */
  abstract void prepare();

  abstract void makeDirectory() throws IOException;

  /** Holds what it has in common with other containers until the launch is over. */
  abstract void share();

  abstract void closeShared();

  /** Mounts what the options of its volumes say. */
  abstract void mountVolumes();

  abstract NamespacePlan namespaces();

  /** Where its cgroup is made. */
  abstract CgroupHierarchy parent();

  /** With limits and device rules. */
  abstract CgroupDirectory makeCgroup(CgroupHierarchy parent);

  abstract void openStreams();

  /** The process's ends of them; called once the launch is over, too. */
  abstract void closeStreams();

  abstract LaunchPlan plan(CgroupDirectory cgroup) throws IOException;

  /** Takes the process over; it is killed by this when it throws. */
  abstract void running(Launched process);
}
