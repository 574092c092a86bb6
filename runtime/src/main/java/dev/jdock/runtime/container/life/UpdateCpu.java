package dev.jdock.runtime.container.life;

import dev.jdock.runtime.engine.Resources.Cpu;

/** Settings of which an update names some. */
final class UpdateCpu {
  private UpdateCpu() {}

  static Cpu merge(Cpu old, Cpu wanted) {
    return new Cpu(
        either(wanted.shares(), old.shares()),
        either(wanted.period(), old.period()),
        either(wanted.quota(), old.quota()),
        either(wanted.realtimePeriod(), old.realtimePeriod()),
        either(wanted.realtimeRuntime(), old.realtimeRuntime()),
        wanted.cpus().isEmpty() ? old.cpus() : wanted.cpus(),
        wanted.mems().isEmpty() ? old.mems() : wanted.mems());
  }

  private static long either(long wanted, long old) {
    return wanted == 0 ? old : wanted;
  }
}
