package dev.jdock.runtime.launch;

import dev.jdock.linux.SyscallException;
import dev.jdock.linux.cgroup.CgroupDirectory;
import dev.jdock.linux.mount.RootDirectory;
import dev.jdock.linux.namespace.Namespaces;
import dev.jdock.linux.process.PidFd;
import dev.jdock.linux.starter.StartRequest.Joined;
import dev.jdock.runtime.rootfs.UserDatabase;
import java.nio.file.Path;
import java.util.List;

/** Starts a further process in the namespaces of a running container. */
public final class ExecLaunch {
  private static final int NAMESPACES =
      Namespaces.NEWNS
          | Namespaces.NEWUTS
          | Namespaces.NEWIPC
          | Namespaces.NEWNET
          | Namespaces.NEWCGROUP
          | Namespaces.NEWPID;

  private ExecLaunch() {}

  /**
   * Returns once the program is executed. Nothing is left behind when it throws.
   *
   * @param container its first process
   * @throws dev.jdock.image.error.JdockException when the user or the program does not exist or
   *     cannot be executed
   * @throws SyscallException when the kernel refuses
   * @throws InterruptedException when the calling thread is interrupted while the container's
   *     processes or its freezer block the start
   */
  public static Launched start(
      ProcessPlan process, PidFd container, CgroupDirectory cgroup, Starters starters)
      throws InterruptedException {
    starters.warmUp();
    // The starter begins outside of the container, and needs nothing of it before it joins.
    try (ThrowAwayThread.Result<PreparedProcess> prepared = prepare(process, container);
        StartingProcess starting = StartingProcess.spawn(starters, process)) {
      starting.prepare(prepared.await(), cgroup);
      starting.become(List.of(new Joined(container.fd(), NAMESPACES)), 0);
      starting.awaitChild();
      starting.release();
      return starting.awaitExecution();
    }
  }

  /**
   * Looks a user up in the container's own files.
   *
   * @param user as in {@code NAME[:GROUP]}
   * @param container its first process
   * @throws dev.jdock.image.error.JdockException INVALID in Docker's words, for an unknown one
   * @throws InterruptedException when the calling thread is interrupted while the container's files
   *     hold it up
   */
  public static void checkUser(String user, PidFd container) throws InterruptedException {
    try (ThrowAwayThread.Result<UserDatabase.User> known =
        ThrowAwayThread.begin(
            "container-user",
            () -> {
              Namespaces.unshare(Namespaces.CLONE_FS);
              Namespaces.enter(container.fd(), Namespaces.NEWNS);
              try (RootDirectory root = RootDirectory.open(Path.of("/"))) {
                return UserDatabase.of(root).resolve(user);
              }
            },
            late -> {})) {
      UserDatabase.User _ = known.await();
    }
  }

  /** What the container's files may hold up: the thread stays behind then. */
  private static ThrowAwayThread.Result<PreparedProcess> prepare(
      ProcessPlan process, PidFd container) {
    return ThrowAwayThread.begin(
        "container-exec",
        () -> {
          Namespaces.unshare(Namespaces.CLONE_FS);
          Namespaces.enter(container.fd(), Namespaces.NEWNS);
          try (RootDirectory root = RootDirectory.open(Path.of("/"))) {
            return new ProcessPreparation(process, root).prepare();
          }
        },
        PreparedProcess::close);
  }
}
