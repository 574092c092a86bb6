package dev.jdock.linux.cgroup;

import java.nio.file.Path;
import java.util.List;

/**
 * Writes a {@link Tuning} to version 2's files; weights are converted as runc does, so that the
 * middle of one scale is that of the other.
 */
record V2Tuning(Path directory) {
  void write(Tuning tuning) {
    number("memory.low", tuning.memory().reservation());
    write(tuning.cpu());
    write(tuning.blockIo());
  }

  private void write(Tuning.Cpu cpu) {
    if (cpu.shares() > 0) {
      // The kernel takes version 1's shares from 2 to 262144, and makes others one of these.
      long shares = Math.clamp(cpu.shares(), 2, 262144);
      number("cpu.weight", 1 + (shares - 2) * 9999 / 262142);
    }
    if (cpu.periodMicros() > 0 || cpu.quotaMicros() != 0) {
      String quota = cpu.quotaMicros() > 0 ? Long.toString(cpu.quotaMicros()) : "max";
      long period = cpu.periodMicros() > 0 ? cpu.periodMicros() : Limits.CPU_PERIOD_MICROS;
      text("cpu.max", quota + " " + period);
    }
    text("cpuset.cpus", cpu.cpus());
    text("cpuset.mems", cpu.mems());
  }

  private void write(Tuning.BlockIo io) {
    if (io.weight() > 0) {
      if (ControlFile.of(directory, "io.bfq.weight").exists()) {
        number("io.bfq.weight", io.weight());
      } else {
        number("io.weight", weight(io.weight()));
      }
    }
    for (Tuning.Rate rate : io.deviceWeights()) {
      String weight = rate.rate() == 0 ? "default" : Long.toString(weight(rate.rate()));
      text("io.weight", rate.device() + " " + weight);
    }
    rates("rbps", io.readBps());
    rates("wbps", io.writeBps());
    rates("riops", io.readIops());
    rates("wiops", io.writeIops());
  }

  private static long weight(long version1) {
    return 1 + (version1 - 10) * 9999 / 990;
  }

  /** Only version 1 takes 0 for "no rule". */
  private void rates(String key, List<Tuning.Rate> rates) {
    for (Tuning.Rate rate : rates) {
      String value = rate.rate() == 0 ? "max" : Long.toString(rate.rate());
      text("io.max", rate.device() + " " + key + "=" + value);
    }
  }

  private void number(String name, long value) {
    if (value != 0) {
      text(name, Long.toString(value));
    }
  }

  private void text(String name, String value) {
    ControlFile file = ControlFile.of(directory, name);
    if (!value.isEmpty() && file.exists()) {
      file.write(value);
    }
  }
}
