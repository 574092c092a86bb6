package dev.jdock.runtime.container.start;

import dev.jdock.image.build.StepLimits;
import dev.jdock.image.build.StepRunner.Sandbox;
import dev.jdock.runtime.container.security.Confinement;
import dev.jdock.runtime.container.security.ProcessSecurity;
import dev.jdock.runtime.container.security.SecurityOptions;
import dev.jdock.runtime.device.BuildDevices;
import dev.jdock.runtime.engine.Isolation;
import dev.jdock.runtime.engine.Resources;
import dev.jdock.runtime.launch.ProcessLimits;
import java.util.List;

/** What the flags of a build and of a RUN come to, in the terms of containers. */
public final class StepSandbox {
  private StepSandbox() {}

  /** Limits of the step's cgroup and processes. */
  public static Resources resources(StepLimits limits) {
    return new Resources(
        limits.memory(),
        0,
        0,
        new Resources.Memory(0, limits.memorySwap(), null, 0, false),
        new Resources.Cpu(
            limits.cpuShares(),
            limits.cpuPeriod(),
            limits.cpuQuota(),
            0,
            0,
            limits.cpusetCpus(),
            limits.cpusetMems()),
        Resources.BlockIo.NONE,
        limits.ulimits().stream()
            .map(limit -> new Resources.Ulimit(limit.name(), limit.soft(), limit.hard()))
            .toList());
  }

  static ProcessLimits processLimits(Sandbox sandbox) {
    return ProcessSecurity.limits(resources(sandbox.limits()), 0);
  }

  static ProcessSecurity security(Confinement confinement, Sandbox sandbox) {
    return ProcessSecurity.of(
        confinement,
        new Isolation(sandbox.insecure(), List.of(), List.of(), sandbox.security(), false, false),
        false);
  }

  /** Whether nothing of /proc and /sys is hidden. */
  static boolean unmasked(Sandbox sandbox) {
    return sandbox.insecure() || SecurityOptions.parse(sandbox.security()).pathsUnconfined();
  }

  static DevicePlan devices(Sandbox sandbox) {
    return DevicePlan.of(BuildDevices.of(sandbox.devices(), sandbox.allowedDevices()));
  }
}
