package dev.jdock.runtime.container.life;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.runtime.engine.ContainerUpdate;
import dev.jdock.runtime.engine.Resources;
import dev.jdock.runtime.engine.Resources.BlockIo;
import dev.jdock.runtime.engine.Resources.DeviceRate;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpdateBlockIoTest {
  private static final DeviceRate READS = new DeviceRate("/dev/vda", 1000);
  private static final DeviceRate WRITES = new DeviceRate("/dev/vdb", 2000);
  private static final BlockIo OLD =
      new BlockIo(100, List.of(), List.of(READS), List.of(WRITES), List.of(), List.of());

  private static Resources with(BlockIo io) {
    return new Resources(0, 0, 0, Resources.Memory.NONE, Resources.Cpu.NONE, io, List.of());
  }

  @Test
  void whatIsNotNamedStays() {
    assertThat(UpdateBlockIo.merge(OLD, ContainerUpdate.BlockIo.NONE)).isEqualTo(OLD);
    assertThat(UpdateBlockIo.merge(OLD, ContainerUpdate.BlockIo.ofWeight(200)).weight())
        .isEqualTo(200);
  }

  @Test
  void anEmptyListTakesTheRulesAway() {
    BlockIo merged =
        UpdateBlockIo.merge(
            OLD, new ContainerUpdate.BlockIo(0, null, List.of(), null, List.of(READS), null));
    assertThat(merged.readBps()).isEmpty();
    assertThat(merged.writeBps()).containsExactly(WRITES);
    assertThat(merged.readIops()).containsExactly(READS);
  }

  @Test
  void theKernelIsToldOfRulesThatAreNoMore() {
    DeviceRate more = new DeviceRate("/dev/vda", 5000);
    BlockIo wanted = new BlockIo(100, List.of(), List.of(more), List.of(), List.of(), List.of());
    BlockIo change = UpdateBlockIo.change(with(OLD), with(wanted)).blockIo();
    assertThat(change.readBps()).containsExactly(more);
    assertThat(change.writeBps()).containsExactly(new DeviceRate("/dev/vdb", 0));
  }
}
