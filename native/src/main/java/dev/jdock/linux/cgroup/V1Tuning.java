package dev.jdock.linux.cgroup;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a {@link Tuning} to version 1's files. */
final class V1Tuning {
  /** The cgroup's directory in a controller's hierarchy, created at its first use. */
  interface Directories {
    @Nullable ControlFile file(String controller, String name);
  }

  private final Directories directories;

  V1Tuning(Directories directories) {
    this.directories = directories;
  }

  void write(Tuning tuning) {
    write(tuning.memory());
    write(tuning.cpu());
    write(tuning.blockIo());
  }

  private void write(Tuning.Memory memory) {
    number("memory", "memory.soft_limit_in_bytes", memory.reservation());
    Integer swappiness = memory.swappiness();
    if (swappiness != null) {
      text("memory", "memory.swappiness", swappiness.toString());
    }
    if (memory.oomKillDisable()) {
      text("memory", "memory.oom_control", "1");
    }
  }

  /** The period first: a quota is a part of it. */
  private void write(Tuning.Cpu cpu) {
    number("cpu", "cpu.shares", cpu.shares());
    number("cpu", "cpu.cfs_period_us", cpu.periodMicros());
    number("cpu", "cpu.cfs_quota_us", cpu.quotaMicros());
    number("cpu", "cpu.rt_period_us", cpu.realtimePeriodMicros());
    number("cpu", "cpu.rt_runtime_us", cpu.realtimeRuntimeMicros());
    text("cpuset", "cpuset.cpus", cpu.cpus());
    text("cpuset", "cpuset.mems", cpu.mems());
  }

  private void write(Tuning.BlockIo io) {
    number("blkio", "blkio.weight", io.weight());
    rates("blkio.weight_device", io.deviceWeights());
    rates("blkio.throttle.read_bps_device", io.readBps());
    rates("blkio.throttle.write_bps_device", io.writeBps());
    rates("blkio.throttle.read_iops_device", io.readIops());
    rates("blkio.throttle.write_iops_device", io.writeIops());
  }

  private void rates(String name, List<Tuning.Rate> rates) {
    rates.forEach(rate -> text("blkio", name, rate.device() + " " + rate.rate()));
  }

  private void number(String controller, String name, long value) {
    if (value != 0) {
      text(controller, name, Long.toString(value));
    }
  }

  private void text(String controller, String name, String value) {
    if (!value.isEmpty()) {
      ControlFile file = directories.file(controller, name);
      if (file != null && file.exists()) {
        file.write(value);
      }
    }
  }
}
