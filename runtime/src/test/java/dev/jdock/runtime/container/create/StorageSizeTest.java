package dev.jdock.runtime.container.create;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StorageSizeTest {

  @Test
  void unitsArePowersOf1024() {
    assertThat(StorageSize.bytes("4096")).isEqualTo(4096);
    assertThat(StorageSize.bytes("20m")).isEqualTo(20L << 20);
    assertThat(StorageSize.bytes("1.5G")).isEqualTo(3L << 29);
    assertThat(StorageSize.bytes("3 KiB")).isEqualTo(3072);
    assertThat(StorageSize.bytes("1pb")).isEqualTo(1L << 50);
  }

  @Test
  void whatIsNoSizeIsRefused() {
    for (String text : new String[] {"", "abc", "-1", "1x", "1.5.5", "99999999999999999p"}) {
      assertThatThrownBy(() -> StorageSize.bytes(text)).hasMessage("invalid size: '" + text + "'");
    }
  }

  @Test
  void otherFileSystemsHaveNone() {
    StorageSize.check(Map.of(), Path.of("/proc"));
    assertThatThrownBy(() -> StorageSize.check(Map.of("size", "1g"), Path.of("/proc")))
        .hasMessage(
            "--storage-opt is supported only for overlay over xfs with 'pquota' mount option");
  }
}
