package dev.jdock.linux.capability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CapabilitySetTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"NET_ADMIN", "net_admin", "CAP_NET_ADMIN", "cap_net_admin", "Cap_Net_Admin"})
  void namesAreReadInAnyCaseWithAndWithoutPrefix(String name) {
    assertThat(Capability.parse(name)).isEqualTo(Capability.NET_ADMIN);
  }

  @Test
  void unknownNameIsNamed() {
    assertThatThrownBy(() -> Capability.parse("foo"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("unknown capability: \"CAP_FOO\"");
  }

  @Test
  void numbersAreTheKernels() {
    assertThat(Capability.CHOWN.number()).isZero();
    assertThat(Capability.SYS_ADMIN.number()).isEqualTo(21);
    assertThat(Capability.CHECKPOINT_RESTORE.number()).isEqualTo(40);
    assertThat(CapabilitySet.all().mask()).isEqualTo(0x1ffffffffffL);
  }

  @Test
  void setsAddSubtractAndIntersect() {
    CapabilitySet set = CapabilitySet.of(Capability.KILL, Capability.CHOWN);
    assertThat(set.names()).containsExactly("CAP_CHOWN", "CAP_KILL");
    assertThat(set.minus(Capability.KILL)).isEqualTo(CapabilitySet.of(Capability.CHOWN));
    assertThat(set.plus(Capability.SYSLOG).contains(Capability.SYSLOG)).isTrue();
    assertThat(set.intersect(CapabilitySet.of(Capability.KILL, Capability.BPF)).names())
        .containsExactly("CAP_KILL");
    assertThat(CapabilitySet.all().containsAll(set)).isTrue();
    assertThat(set.containsAll(CapabilitySet.all())).isFalse();
  }
}
