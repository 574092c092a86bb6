package dev.jdock.cli.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class EngineViewTest {
  private static final String SYSTEMD = "31 1 8:1 / / rw,relatime master:1 - ext4 /dev/sda1 rw";
  private static final String INITIAL = "1 1 0:2 / / rw - rootfs rootfs rw";

  @Test
  void keepsUpWithMountsThatAreShared() {
    assertThat(EngineView.keepsUp(List.of(SYSTEMD))).isTrue();
    assertThat(EngineView.keepsUp(List.of(INITIAL, SYSTEMD))).isTrue();
    assertThat(EngineView.keepsUp(List.of(SYSTEMD.replace("master:1 ", "")))).isFalse();
    assertThat(EngineView.keepsUp(List.of(SYSTEMD.replace("master", "shared")))).isFalse();
    assertThat(EngineView.keepsUp(List.of(SYSTEMD.replace(" / rw,", " /srv rw,")))).isFalse();
    assertThat(EngineView.keepsUp(List.of())).isFalse();
  }

  @Test
  void isSharedWithProcessesOfTheOriginalNamespace() throws IOException {
    long pid = ProcessHandle.current().pid();
    String own = Files.readSymbolicLink(Path.of("/proc/self/ns/mnt")).toString();
    assertThat(EngineView.copyOf(own, List.of(pid)).isSharedWith(pid)).isTrue();
    assertThat(EngineView.copyOf("mnt:[1]", List.of(pid)).isSharedWith(pid)).isFalse();
    assertThat(EngineView.copyOf("", List.of(pid)).isSharedWith(pid)).isFalse();
  }

  @Test
  void isSharedWithNobodyWhereTheOriginalMayBeGone() throws IOException {
    String own = Files.readSymbolicLink(Path.of("/proc/self/ns/mnt")).toString();
    assertThat(EngineView.copyOf(own, List.of()).isSharedWith(ProcessHandle.current().pid()))
        .isFalse();
  }
}
