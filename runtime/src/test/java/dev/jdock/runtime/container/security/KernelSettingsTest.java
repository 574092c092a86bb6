package dev.jdock.runtime.container.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelSettingsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"net.ipv4.ip_forward", "kernel.shmmax", "kernel.sem", "fs.mqueue.msg_max"})
  void settingsOfNamespacesAreAllowed(String name) {
    assertThat(KernelSettings.isAllowed(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "kernel.core_pattern",
        "kernel.shmmaxx",
        "vm.swappiness",
        "fs.file-max",
        "network.x",
        "../x"
      })
  void allOthersAreNot(String name) {
    assertThat(KernelSettings.isAllowed(name)).isFalse();
    assertThatThrownBy(() -> KernelSettings.validate(Map.of(name, "1")))
        .isInstanceOf(JdockException.class)
        .hasMessage("sysctl '" + name + "=1' is not allowed");
  }

  @Test
  void thoseOfTheHostStayAsTheyAre() {
    Map<String, String> network = Map.of("net.ipv4.ip_forward", "1");
    Map<String, String> ipc = Map.of("kernel.msgmax", "1");
    assertThatCode(() -> KernelSettings.validateAtStart(network, false, true))
        .doesNotThrowAnyException();
    assertThatCode(() -> KernelSettings.validateAtStart(ipc, true, false))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> KernelSettings.validateAtStart(network, true, false))
        .hasMessageContaining("not allowed in host network namespace");
    assertThatThrownBy(() -> KernelSettings.validateAtStart(ipc, false, true))
        .hasMessageContaining("is not allowed in the hosts ipc namespace");
  }

  /** A record of an earlier version may hold what was never checked. */
  @Test
  void unknownOnesAreRefusedAtTheStart() {
    assertThatThrownBy(
            () -> KernelSettings.validateAtStart(Map.of("kernel.core_pattern", "x"), false, false))
        .hasMessageContaining(
            "sysctl \"kernel.core_pattern\" is not in a separate kernel namespace");
  }
}
