package dev.jdock.runtime.container.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SecurityOptionsTest {
  @Test
  void nothingIsNeitherPrivilegeLessNorUnconfined() {
    assertThat(SecurityOptions.parse(List.of())).isEqualTo(SecurityOptions.DEFAULT);
  }

  @Test
  void bothSpellingsAreUnderstoodAndTheLastOneCounts() {
    assertThat(SecurityOptions.parse(List.of("no-new-privileges", "seccomp:unconfined")))
        .isEqualTo(new SecurityOptions(true, true, null, false, null));
    assertThat(
            SecurityOptions.parse(
                List.of(
                    "no-new-privileges:true",
                    "no-new-privileges=false",
                    "seccomp=unconfined",
                    "seccomp=builtin",
                    "label=disable")))
        .isEqualTo(SecurityOptions.DEFAULT);
  }

  @Test
  void profilesAreRead() {
    String profile = "{\"defaultAction\":\"SCMP_ACT_ALLOW\"}";
    assertThat(SecurityOptions.parse(List.of("seccomp=" + profile)).seccompProfile())
        .isEqualTo(profile);
    assertThat(SecurityOptions.parse(List.of("seccomp={}")).seccompUnconfined()).isTrue();
    assertThat(SecurityOptions.parse(List.of("systempaths=unconfined")).pathsUnconfined()).isTrue();
  }

  @Test
  void whatIsNotKnownIsRefused() {
    assertThatThrownBy(() -> SecurityOptions.parse(List.of("seccomp=/profile.json")))
        .hasMessageStartingWith("Decoding seccomp profile failed: ");
    assertThatThrownBy(() -> SecurityOptions.parse(List.of("foo=bar")))
        .hasMessage("invalid --security-opt 2: \"foo=bar\"");
    assertThatThrownBy(() -> SecurityOptions.parse(List.of("no-new-privileges=x")))
        .hasMessage("invalid --security-opt 2: \"no-new-privileges=x\"");
  }
}
