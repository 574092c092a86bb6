package dev.jdock.runtime.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.linux.mount.Mounts;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DriverOptionsTest {
  private static DriverOptions of(String type, String o) {
    return DriverOptions.of(Map.of("type", type, "device", "/dev/x", "o", o));
  }

  @Test
  void flagsAreSetAndTakenBackInTurnAndTheRestIsTheFileSystems() {
    DriverOptions options = of("ext4", "ro,noexec,exec,nosuid,rw,data=journal,,ro,commit=5");
    assertThat(options.flags()).isEqualTo(Mounts.RDONLY | Mounts.NOSUID);
    assertThat(options.data()).isEqualTo("data=journal,commit=5");
    assertThat(options.describe("/t"))
        .isEqualTo("mount /dev/x:/t, flags: 0x3, data: data=journal,commit=5");
    assertThat(of("ext4", "defaults").dataOrNull()).isNull();
  }

  @Test
  void passwordsAreNotInErrors() {
    assertThat(of("cifs", "username=me,password=secret,vers=3.0").describe("/t"))
        .isEqualTo("mount /dev/x:/t, data: username=me,password=********,vers=3.0");
    assertThat(of("cifs", "pass=se=cret").describe("/t")).endsWith("data: pass=********");
  }

  @Test
  void bindIsAFlag() {
    assertThat(of("none", "bind").bind()).isTrue();
    assertThat(of("none", "rbind").flags()).isEqualTo(Mounts.BIND | Mounts.REC);
    assertThat(of("none", "").bind()).isFalse();
  }

  @Test
  void serversNamesAreLookedUpForNetworkFileSystemsOnly() {
    assertThat(of("nfs", "soft,addr=127.0.0.1").resolved().data()).isEqualTo("soft,addr=127.0.0.1");
    assertThat(of("ext4", "addr=nosuch.invalid").resolved().data())
        .isEqualTo("addr=nosuch.invalid");
    assertThatThrownBy(() -> of("nfs4", "addr=nosuch.invalid").resolved())
        .hasMessage(
            "error resolving passed in network volume address: lookup nosuch.invalid: no such host");
  }
}
