package dev.jdock.linux.cgroup;

import java.util.List;
import java.util.OptionalLong;

/**
 * A cgroup. It belongs to whoever asked for it, and outlives this process until {@link #remove}.
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

  /** Writes what is set in it, and leaves the rest as it is. */
  void tune(Tuning tuning);

  /**
   * Forbids all devices but these. To be called before a process joins.
   *
   * @return whether the kernel will enforce it
   */
  boolean permitDevices(List<DeviceRule> rules);

  /** Moves a process with all its threads. */
  void join(int pid);

  /** Opens what a process with a single thread needs to come in and to make a child here. */
  CgroupEntry entry();

  /** All processes here and below, in no order; those of other pid namespaces are left out. */
  List<Integer> pids();

  /**
   * Kills all processes here and below, and waits until they are gone.
   *
   * @throws IllegalStateException when some will not die within ten seconds
   */
  void kill();

  /** Stops all processes, and returns when they have stopped. */
  void freeze();

  void thaw();

  boolean frozen();

  /** Processes that the kernel killed for want of memory. */
  OptionalLong oomKills();

  /** Bytes, with the page cache. */
  OptionalLong memoryCurrent();

  /** Nanoseconds of processor time since the beginning. */
  OptionalLong cpuUsage();

  /** Processes and threads. */
  OptionalLong pidsCurrent();

  /** All that is counted, at once. */
  CgroupStatistics statistics();

  /** Removes the directory and all below it, which must hold no process; gone already is fine. */
  void remove();
}
