package dev.jdock.runtime.container.life;

import dev.jdock.runtime.engine.ContainerUpdate;
import dev.jdock.runtime.engine.Resources;
import dev.jdock.runtime.engine.Resources.BlockIo;
import dev.jdock.runtime.engine.Resources.DeviceRate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Shares of block devices of which an update names some. */
final class UpdateBlockIo {
  private UpdateBlockIo() {}

  static BlockIo merge(BlockIo old, ContainerUpdate.BlockIo wanted) {
    return new BlockIo(
        wanted.weight() == 0 ? old.weight() : wanted.weight(),
        Objects.requireNonNullElse(wanted.deviceWeights(), old.deviceWeights()),
        Objects.requireNonNullElse(wanted.readBps(), old.readBps()),
        Objects.requireNonNullElse(wanted.writeBps(), old.writeBps()),
        Objects.requireNonNullElse(wanted.readIops(), old.readIops()),
        Objects.requireNonNullElse(wanted.writeIops(), old.writeIops()));
  }

  /** What the kernel has to be told: that a device has a rule no more is the number 0. */
  static Resources change(Resources old, Resources wanted) {
    BlockIo before = old.blockIo();
    BlockIo after = wanted.blockIo();
    return new Resources(
        wanted.memoryBytes(),
        wanted.nanoCpus(),
        wanted.pids(),
        wanted.memory(),
        wanted.cpu(),
        new BlockIo(
            after.weight(),
            change(before.deviceWeights(), after.deviceWeights()),
            change(before.readBps(), after.readBps()),
            change(before.writeBps(), after.writeBps()),
            change(before.readIops(), after.readIops()),
            change(before.writeIops(), after.writeIops())),
        wanted.ulimits());
  }

  private static List<DeviceRate> change(List<DeviceRate> before, List<DeviceRate> after) {
    List<DeviceRate> change = new ArrayList<>(after);
    for (DeviceRate each : before) {
      if (after.stream().noneMatch(kept -> kept.path().equals(each.path()))) {
        change.add(new DeviceRate(each.path(), 0));
      }
    }
    return change;
  }
}
