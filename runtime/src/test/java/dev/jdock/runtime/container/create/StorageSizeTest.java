package dev.jdock.runtime.container.create;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StorageSizeTest {

  @Test
  void otherFileSystemsHaveNone() {
    StorageSize.check(Map.of(), Path.of("/proc"));
    assertThatThrownBy(() -> StorageSize.check(Map.of("size", "1g"), Path.of("/proc")))
        .hasMessage(
            "--storage-opt is supported only for overlay over xfs with 'pquota' mount option");
  }
}
