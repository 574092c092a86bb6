package dev.jdock.runtime.container.create;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.runtime.engine.ContainerSpec;
import dev.jdock.runtime.engine.Devices;
import dev.jdock.runtime.engine.Devices.Device;
import dev.jdock.runtime.engine.Isolation;
import dev.jdock.runtime.engine.Networking;
import dev.jdock.runtime.engine.Resources;
import dev.jdock.runtime.engine.Resources.Ulimit;
import dev.jdock.runtime.engine.Storage;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FilledSpecTest {
  private static final ContainerSpec EMPTY =
      new ContainerSpec(
          null,
          "image",
          new TreeMap<>(),
          new ContainerSpec.Command(
              null, List.of(), List.of(), null, null, false, false, false, false, false, false),
          new Resources(0, 0, 0),
          new Isolation(false, List.of(), List.of(), List.of(), false, false),
          new Storage(List.of(), List.of(), Map.of(), 0),
          new Networking(
              "", null, null, List.of(), List.of(), false, List.of(), List.of(), List.of(),
              List.of()),
          new ContainerSpec.Lifecycle(false, "", null, null, null));

  @Test
  void whatIsLeftOpenIsDockersDefault() {
    ContainerSpec filled = FilledSpec.of(EMPTY);
    assertThat(filled.storage().shmSize()).isEqualTo(64 << 20);
    assertThat(filled.networking().mode()).isEqualTo("default");
    assertThat(filled.lifecycle().restart()).isEqualTo("no");
  }

  @Test
  void whatIsGivenStays() {
    Networking networking = EMPTY.networking().withMode("none");
    ContainerSpec given =
        EMPTY
            .with(new Storage(List.of("/a:/b"), List.of("/c"), Map.of(), 4096))
            .with(EMPTY.resources(), networking, EMPTY.lifecycle().withRestart("always", 0));
    assertThat(FilledSpec.of(given)).isEqualTo(given);
    assertThat(FilledSpec.of(FilledSpec.of(EMPTY))).isEqualTo(FilledSpec.of(EMPTY));
  }

  @Test
  void aBindOfOnePathIsAnAnonymousVolume() {
    Storage storage =
        FilledSpec.of(EMPTY.with(new Storage(List.of("/v", "/a:/b"), List.of("/w"), Map.of(), 0)))
            .storage();
    assertThat(storage.binds()).containsExactly("/a:/b");
    assertThat(storage.anonymousVolumes()).containsExactly("/w", "/v");
  }

  @Test
  void theLastLimitOfANameCounts() {
    Resources resources =
        new Resources(
            0,
            0,
            0,
            new Resources.Memory(0, 0, -1, 0, false),
            Resources.Cpu.NONE,
            Resources.BlockIo.NONE,
            List.of(
                new Ulimit("nofile", 1, 2), new Ulimit("core", 0, 0), new Ulimit("nofile", 3, 4)));
    Resources filled =
        FilledSpec.of(EMPTY.with(resources, EMPTY.networking(), EMPTY.lifecycle())).resources();
    assertThat(filled.ulimits())
        .containsExactly(new Ulimit("core", 0, 0), new Ulimit("nofile", 3, 4));
    assertThat(filled.memory().swappiness()).isNull();
  }

  @Test
  void addressesAndDevicesHaveOneForm() {
    Networking networking =
        EMPTY
            .networking()
            .withAddress(new Networking.Address("", "", "02-42-AC-11-00-05", List.of()));
    Devices devices =
        new Devices(List.of(new Device("/dev/fuse", "/dev/fuse", "")), List.of(), List.of());
    ContainerSpec filled =
        FilledSpec.of(
            EMPTY
                .with(EMPTY.resources(), networking, EMPTY.lifecycle())
                .with(EMPTY.isolation().with(devices)));
    assertThat(filled.networking().address().mac()).isEqualTo("02:42:ac:11:00:05");
    assertThat(filled.isolation().devices().nodes())
        .containsExactly(new Device("/dev/fuse", "/dev/fuse", "rwm"));
  }
}
