package dev.jdock.linux.cgroup;

import static dev.jdock.linux.SyscallException.check;
import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.Errno;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.libc.C;
import dev.jdock.linux.libc.Posix;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A cgroup's directory and those that its processes made below it. */
record CgroupTree(Path root) {
  private static final int AT_REMOVEDIR = 0x200;
  private static final int SIGKILL = 9;

  /** Its own two names; each child has one more for it. */
  private static final Integer LINKS_WITHOUT_CHILDREN = 2;

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration REMOVE_PATIENCE = Duration.ofSeconds(2);

  /** Creates the directory, unless it exists. */
  void create() {
    try {
      check(LIBC.mkdirat(C.AT_FDCWD, root.toString(), 0755), "mkdir", root);
    } catch (SyscallException e) {
      if (e.errno() != Errno.EEXIST) {
        throw e;
      }
    }
  }

  List<Integer> pids() {
    List<Integer> pids = new ArrayList<>();
    for (Path directory : directories()) {
      pids.addAll(new CgroupTree(directory).ownPids());
    }
    return pids;
  }

  private List<Integer> ownPids() {
    try {
      return ControlFile.of(root, "cgroup.procs")
          .read()
          .lines()
          .map(Integer::valueOf)
          .filter(pid -> pid != 0)
          .toList();
    } catch (SyscallException e) {
      if (isGone(e)) {
        return List.of();
      }
      throw e;
    }
  }

  /** The first directory, from the top, that holds a process. */
  Optional<Path> populated() {
    return directories().stream()
        .filter(directory -> !new CgroupTree(directory).ownPids().isEmpty())
        .findFirst();
  }

  /**
   * Sends SIGKILL to all processes here and below, except to this process itself, which an
   * administrator may have moved here.
   */
  void signalAll() {
    int self = LIBC.getpid();
    for (int pid : pids()) {
      if (pid != self && Posix.kill(pid, SIGKILL) == -1 && Errno.last() != Errno.ESRCH) {
        throw new SyscallException("kill", Errno.last(), "process " + pid);
      }
    }
  }

  /**
   * Removes children first. EBUSY is retried: it lasts until the kernel has released the last
   * process.
   */
  void remove() {
    if (tryRemove()) {
      return;
    }
    for (Path directory : directories().reversed()) {
      await(REMOVE_PATIENCE, () -> removeOne(directory), "cgroup is in use: " + directory);
    }
  }

  /** Whether it is gone: it is not while there are processes in it, or directories below it. */
  boolean tryRemove() {
    return removeOne(root);
  }

  private static boolean removeOne(Path directory) {
    if (LIBC.unlinkat(C.AT_FDCWD, directory.toString(), AT_REMOVEDIR) == 0) {
      return true;
    }
    Errno errno = Errno.last();
    if (errno == Errno.EBUSY || errno == Errno.ENOTEMPTY) {
      return false;
    }
    if (errno != Errno.ENOENT) {
      throw new SyscallException("rmdir", errno, directory.toString());
    }
    return true;
  }

  /** Tries until it holds: first often, then every ten milliseconds. */
  static void await(BooleanSupplier condition, String failure) {
    await(PATIENCE, condition, failure);
  }

  private static void await(Duration patience, BooleanSupplier condition, String failure) {
    long deadline = System.nanoTime() + patience.toNanos();
    long pause = 200_000;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(failure);
      }
      LockSupport.parkNanos(pause);
      pause = Math.min(10_000_000, pause * 2);
    }
  }

  /**
   * This directory and all below, parents before children; empty when it does not exist. What has
   * no children, as its number of links says, is not listed: the kernel makes up to fifty files
   * there for whoever looks.
   */
  private List<Path> directories() {
    try {
      if (Files.getAttribute(root, "unix:nlink").equals(LINKS_WITHOUT_CHILDREN)) {
        return List.of(root);
      }
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try (Stream<Path> walk = Files.walk(root)) {
      return walk.filter(Files::isDirectory).toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof NoSuchFileException) {
        return directories(); // a child went away under the walk: look again
      }
      throw e;
    }
  }

  private static boolean isGone(SyscallException e) {
    return e.errno() == Errno.ENOENT || e.errno() == Errno.ENODEV;
  }
}
