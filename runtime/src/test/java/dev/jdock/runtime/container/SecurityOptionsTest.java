package dev.jdock.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SecurityOptionsTest {
  @Test
  void nothingIsNeitherPrivilegeLessNorUnconfined() {
    assertThat(SecurityOptions.parse(List.of())).isEqualTo(new SecurityOptions(false, false));
  }

  @Test
  void bothSpellingsAreUnderstoodAndTheLastOneCounts() {
    assertThat(SecurityOptions.parse(List.of("no-new-privileges", "seccomp:unconfined")))
        .isEqualTo(new SecurityOptions(true, true));
    assertThat(
            SecurityOptions.parse(
                List.of(
                    "no-new-privileges:true",
                    "no-new-privileges=false",
                    "seccomp=unconfined",
                    "seccomp=builtin",
                    "label=disable")))
        .isEqualTo(new SecurityOptions(false, false));
  }

  @Test
  void whatIsNotKeptIsRefused() {
    assertThatThrownBy(() -> SecurityOptions.parse(List.of("seccomp=/profile.json")))
        .hasMessage("security option seccomp=/profile.json is not supported yet");
  }
}
