package dev.jdock.runtime.launch;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.cgroup.CgroupDirectory;
import dev.jdock.linux.cgroup.CgroupEntry;
import dev.jdock.linux.process.PidFd;
import dev.jdock.linux.starter.StartRequest.Joined;
import dev.jdock.linux.starter.Starter;
import dev.jdock.linux.starter.StarterException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A process on its way into its container: first a starter outside, then the starter's child
 * inside, which waits. In this order: {@link #spawn}, {@link #prepare}, {@link #become}, {@link
 * #awaitChild}, {@link #release}, {@link #awaitExecution}. Closing it before the last has returned
 * kills and reaps both.
 */
final class StartingProcess implements AutoCloseable {
  private static final String PREFIX =
      "failed to create task for container: unable to start container process: error during"
          + " container init: ";

  private final Starters starters;
  private final Starter starter;
  private int pid;
  private @Nullable PreparedProcess prepared;
  private @Nullable CgroupEntry cgroup;
  private @Nullable Fd mounts;

  private StartingProcess(Starters starters, Starter starter) {
    this.starters = starters;
    this.starter = starter;
    this.pid = starter.pid();
  }

  /** Starts the starter, in the namespaces of the calling thread. */
  static StartingProcess spawn(Starters starters, ProcessPlan plan) {
    return new StartingProcess(starters, starters.spawn(plan.stdio().streams()));
  }

  /**
   * Says what the process is to be, and where.
   *
   * @param process becomes this object's, whatever happens
   */
  void prepare(PreparedProcess process, CgroupDirectory directory) {
    prepared = process;
    CgroupEntry entry = directory.entry();
    cgroup = entry;
    entry.move(pid);
    process.plan().limits().applyOutside(pid);
  }

  private PreparedProcess prepared() {
    return Objects.requireNonNull(prepared, "not prepared");
  }

  private CgroupEntry cgroup() {
    return Objects.requireNonNull(cgroup, "not prepared");
  }

  /** Of its terminal, inside the root; null without one. */
  @Nullable String console() {
    return prepared().console();
  }

  /** The starter's pid, or from {@link #awaitChild} on the child's, as the engine sees it. */
  int pid() {
    return pid;
  }

  /**
   * Has the starter become what the process is to be, and make its child.
   *
   * @param namespaces to join
   * @param fresh to have anew
   */
  void become(List<Joined> namespaces, int fresh) {
    starter.send(prepared().request(cgroup().files(), namespaces, fresh));
  }

  /** Waits for the child; an interrupt leaves everything as it is. */
  void awaitChild() throws InterruptedException {
    try {
      pid = starter.awaitChild();
    } catch (StarterException e) {
      throw told(e);
    }
    cgroup().close();
  }

  /** What the child has mounted stays, beyond its end, until what is launched is let go. */
  void holdMounts() {
    try {
      mounts = Fd.open(Path.of("/proc/" + pid + "/ns/mnt"), Fd.O_RDONLY);
    } catch (SyscallException notHeld) {
      // It saves time, no more: what keeps the child from starting is told by the start itself.
      return;
    }
  }

  /** Lets the child execute its program. */
  void release() {
    starter.release();
  }

  /** Waits until it has; an interrupt leaves everything as it is. */
  Launched awaitExecution() throws InterruptedException {
    try {
      starter.awaitExecution();
    } catch (StarterException e) {
      throw told(e);
    }
    // Nothing may fail between taking and returning.
    Launched launched = new Launched(pid, starter.child(), prepared().takeTerminal(), mounts);
    mounts = null;
    PidFd _ = starter.takeChild();
    return launched;
  }

  /** In Docker's words where it has some. */
  private RuntimeException told(StarterException e) {
    return switch (e.step()) {
      case LIMIT ->
          JdockException.internal(
              PREFIX
                  + "error setting rlimits for ready process: error setting rlimit type "
                  + e.detail()
                  + ": "
                  + e.reason(),
              e);
      case APPARMOR ->
          JdockException.internal(
              PREFIX
                  + "unable to apply apparmor profile: apparmor failed to apply profile: "
                  + e.reason(),
              e);
      case DIRECTORY ->
          JdockException.invalid(
              "chdir to cwd (\""
                  + prepared().plan().workingDir()
                  + "\") set in config.json failed: "
                  + e.reason());
      case CLONE, EXECUTE -> new SyscallException("exec", e.errno(), prepared().program());
      case REQUEST, CGROUP, NAMESPACE, CREDENTIALS, FILTER, TERMINAL -> e;
    };
  }

  @Override
  public void close() {
    try {
      if (starter.isOver()) {
        starter.close();
      } else {
        starter.abandon(starters.reaper());
      }
    } finally {
      closeOwn();
    }
  }

  private void closeOwn() {
    try {
      if (cgroup != null) {
        cgroup.close();
      }
    } finally {
      if (prepared != null) {
        prepared.close();
      }
      if (mounts != null) {
        mounts.close();
      }
    }
  }
}
