package dev.jdock.linux.cgroup;

import java.util.List;
import java.util.OptionalLong;

/**
 * A cgroup. The caller that created it has to remove it: it outlives this process until {@link
 * #remove}.
 *
 * <p>Methods throw {@link dev.jdock.linux.SyscallException} with the operation, the path and the
 * data; numbers whose controller is missing are empty.
 */
public sealed interface CgroupDirectory permits V1Directory, V2Directory {
  /** The path below the mount points, as in /proc/PID/cgroup: {@code /jdock/<name>}. */
  String path();

  /** Limits that could not be honoured, one sentence each, in Docker's words. */
  List<String> warnings();

  /** Writes new limits; what is 0 becomes unlimited. */
  void limit(Limits limits);

  /** Writes the settings that are present, and leaves the others unchanged. */
  void tune(Tuning tuning);

  /**
   * Forbids all devices but these. To be called before a process joins.
   *
   * @return whether the kernel will enforce it
   */
  boolean permitDevices(List<DeviceRule> rules);

  /** Moves a process with all its threads. */
  void join(int pid);

  /**
   * Opens the files with which a process of a single thread joins this cgroup, and permits it one
   * process more.
   */
  CgroupEntry entry();

  /** All processes here and below, in no order; those of other pid namespaces are left out. */
  List<Integer> pids();

  /**
   * Kills all processes in this cgroup and its descendants, and waits until they have ended.
   *
   * @throws IllegalStateException when a process has not ended within ten seconds
   */
  void kill();

  /** Stops all processes, and returns when they have stopped. */
  void freeze();

  void thaw();

  boolean frozen();

  /** The number of processes that the kernel's OOM killer has killed. */
  OptionalLong oomKills();

  /** Bytes, with the page cache. */
  OptionalLong memoryCurrent();

  /** Nanoseconds of processor time since the cgroup was created. */
  OptionalLong cpuUsage();

  /** Processes and threads. */
  OptionalLong pidsCurrent();

  /** All counters in one record. */
  CgroupStatistics statistics();

  /**
   * Removes the directory and its descendants, which must hold no process. Does nothing if the
   * directory does not exist.
   */
  void remove();

  /**
   * Kills whoever is left here and below, and removes the directory: as {@link #kill} and {@link
   * #remove}, but where nobody is left, as the kernel tells by removing it, nobody is looked for.
   */
  void end();
}
