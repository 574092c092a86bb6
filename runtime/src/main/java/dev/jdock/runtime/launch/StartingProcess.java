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
import org.jspecify.annotations.Nullable;

/**
 * A process on its way into its container: first a starter outside, then the starter's child
 * inside, which waits. Closing it before {@link #awaitExecution} has returned kills and reaps both.
 */
final class StartingProcess implements AutoCloseable {
  private static final String PREFIX =
      "failed to create task for container: unable to start container process: error during"
          + " container init: ";

  private final Starters starters;
  private final PreparedProcess prepared;
  private final CgroupEntry cgroup;
  private @Nullable Starter starter;
  private int pid;
  private @Nullable Fd mounts;

  private StartingProcess(Starters starters, PreparedProcess prepared, CgroupEntry cgroup) {
    this.starters = starters;
    this.prepared = prepared;
    this.cgroup = cgroup;
  }

  /**
   * Starts the starter, in the namespaces of the calling thread.
   *
   * @param prepared becomes this object's
   */
  static StartingProcess spawn(
      Starters starters, PreparedProcess prepared, CgroupDirectory cgroup) {
    StartingProcess process;
    try {
      process = new StartingProcess(starters, prepared, cgroup.entry());
    } catch (Throwable e) {
      prepared.close();
      throw e;
    }
    try {
      process.spawn();
      return process;
    } catch (Throwable e) {
      process.close();
      throw e;
    }
  }

  private void spawn() {
    Starter spawned = starters.spawn(prepared.streams());
    starter = spawned;
    pid = spawned.pid();
    cgroup.move(pid);
    prepared.plan().limits().applyOutside(pid);
  }

  private Starter required() {
    if (starter == null) {
      throw new IllegalStateException("the starter is not there");
    }
    return starter;
  }

  /** Of its terminal, inside the root; null without one. */
  @Nullable String console() {
    return prepared.console();
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
    required().send(prepared.request(cgroup.files(), namespaces, fresh));
  }

  /** Waits for the child; an interrupt leaves everything as it is. */
  void awaitChild() throws InterruptedException {
    try {
      pid = required().awaitChild();
    } catch (StarterException e) {
      throw told(e);
    }
    cgroup.close();
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
    required().release();
  }

  /** Waits until it has; an interrupt leaves everything as it is. */
  Launched awaitExecution() throws InterruptedException {
    try {
      required().awaitExecution();
    } catch (StarterException e) {
      throw told(e);
    }
    // Nothing may fail between taking and returning.
    Launched launched = new Launched(pid, required().child(), prepared.takeTerminal(), mounts);
    mounts = null;
    PidFd _ = required().takeChild();
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
                  + prepared.plan().workingDir()
                  + "\") set in config.json failed: "
                  + e.reason());
      case CLONE, EXECUTE -> new SyscallException("exec", e.errno(), prepared.program());
      case REQUEST, CGROUP, NAMESPACE, CREDENTIALS, FILTER, TERMINAL -> e;
    };
  }

  @Override
  public void close() {
    try {
      if (starter != null && starter.isOver()) {
        starter.close();
      } else if (starter != null) {
        starter.abandon(starters.reaper());
      }
    } finally {
      try {
        cgroup.close();
      } finally {
        prepared.close();
        if (mounts != null) {
          mounts.close();
        }
      }
    }
  }
}
