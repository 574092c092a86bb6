package dev.jdock.linux.cgroup;

/**
 * Features that the cgroups of a machine may lack, each with the file of version 1 that controls
 * it.
 */
public enum Feature {
  SWAP_LIMIT("memory", "memory.memsw.limit_in_bytes"),
  SWAPPINESS("memory", "memory.swappiness"),
  MEMORY_RESERVATION("memory", "memory.soft_limit_in_bytes"),
  OOM_KILL_DISABLE("memory", "memory.oom_control"),
  CPU_SHARES("cpu", "cpu.shares"),
  CPU_QUOTA("cpu", "cpu.cfs_quota_us"),
  CPU_REALTIME("cpu", "cpu.rt_period_us"),
  CPUSET("cpuset", "cpuset.cpus"),
  IO_WEIGHT("blkio", "blkio.weight"),
  IO_DEVICE_WEIGHT("blkio", "blkio.weight_device"),
  IO_THROTTLE("blkio", "blkio.throttle.read_bps_device");

  private final String controller;
  private final String file;

  Feature(String controller, String file) {
    this.controller = controller;
    this.file = file;
  }

  String controller() {
    return controller;
  }

  String file() {
    return file;
  }
}
