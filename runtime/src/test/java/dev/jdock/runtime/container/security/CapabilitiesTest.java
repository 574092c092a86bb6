package dev.jdock.runtime.container.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.capability.Capability;
import dev.jdock.linux.capability.CapabilitySet;
import java.util.List;
import org.junit.jupiter.api.Test;

class CapabilitiesTest {
  private static final CapabilitySet BOUNDING = CapabilitySet.all().minus(Capability.SYS_RESOURCE);

  private static CapabilitySet resolve(List<String> add, List<String> drop) {
    return Capabilities.resolve(false, add, drop, BOUNDING);
  }

  @Test
  void standardSetIsDockers() {
    assertThat(resolve(List.of(), List.of()).mask()).isEqualTo(0xa80425fbL);
  }

  @Test
  void privilegedMeansAllThatThereIs() {
    assertThat(Capabilities.resolve(true, List.of(), List.of("ALL"), BOUNDING)).isEqualTo(BOUNDING);
  }

  @Test
  void addsAndDropsByAnySpelling() {
    assertThat(resolve(List.of("net_admin"), List.of("CAP_CHOWN", "Kill")))
        .isEqualTo(
            Capabilities.STANDARD
                .plus(Capability.NET_ADMIN)
                .minus(CapabilitySet.of(Capability.CHOWN, Capability.KILL)));
  }

  @Test
  void additionWinsOverDrop() {
    assertThat(resolve(List.of("CHOWN"), List.of("CHOWN")).contains(Capability.CHOWN)).isTrue();
  }

  @Test
  void allDroppedLeavesTheAddedOnes() {
    assertThat(resolve(List.of("CHOWN"), List.of("all")).names()).containsExactly("CAP_CHOWN");
    assertThat(resolve(List.of(), List.of("ALL")).isEmpty()).isTrue();
  }

  @Test
  void allAddedIsAllButTheDroppedOnes() {
    assertThat(resolve(List.of("ALL"), List.of("MKNOD")))
        .isEqualTo(BOUNDING.minus(Capability.MKNOD));
  }

  @Test
  void whatThisProcessLacksIsLeftOut() {
    assertThat(resolve(List.of("SYS_RESOURCE"), List.of())).isEqualTo(Capabilities.STANDARD);
  }

  @Test
  void namesAreToldInCapitalsWithTheirPrefix() {
    assertThat(Capabilities.canonical(List.of("net_admin", "cap_chown", "CAP_KILL", "all")))
        .containsExactly("CAP_NET_ADMIN", "CAP_CHOWN", "CAP_KILL", "ALL");
  }

  @Test
  void unknownNamesAreRefusedInDockersWords() {
    assertThatThrownBy(() -> resolve(List.of("foo"), List.of()))
        .isInstanceOf(JdockException.class)
        .hasMessage("invalid CapAdd: unknown capability: \"CAP_FOO\"");
    assertThatThrownBy(() -> Capabilities.resolve(true, List.of(), List.of("CAP_BAR"), BOUNDING))
        .hasMessage("invalid CapDrop: unknown capability: \"CAP_BAR\"");
  }
}
