package dev.jdock.runtime.rootfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.linux.mount.Mounts;
import org.junit.jupiter.api.Test;

class TmpfsOptionsTest {
  @Test
  void confinesUnlessToldOtherwise() {
    assertThat(TmpfsOptions.parse(""))
        .isEqualTo(new TmpfsOptions(Mounts.NOSUID | Mounts.NODEV | Mounts.NOEXEC, null));
    assertThat(TmpfsOptions.parse("exec,suid,dev,ro"))
        .isEqualTo(new TmpfsOptions(Mounts.RDONLY, null));
  }

  @Test
  void fileSystemsOwnOptionsAreHandedOn() {
    assertThat(TmpfsOptions.parse("size=1m,rw,mode=700").data()).isEqualTo("size=1m,mode=700");
  }

  @Test
  void unknownOptionIsRefused() {
    assertThatThrownBy(() -> TmpfsOptions.parse("size=1m,bogus"))
        .hasMessage("invalid tmpfs option [\"bogus\"]");
  }
}
