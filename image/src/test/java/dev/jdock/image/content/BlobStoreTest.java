package dev.jdock.image.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.reference.Digest;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobStoreTest {
  @TempDir Path root = Path.of("");

  @Test
  void keepsVerifiedContentOnly() {
    BlobStore blobs = BlobStore.open(root);
    byte[] content = {1, 2, 3};
    Digest digest = blobs.write(content);
    assertThat(blobs.read(digest)).containsExactly(1, 2, 3);
    assertThat(blobs.size(digest)).isEqualTo(3);
    Digest other = Digest.of(new byte[] {9});
    assertThatThrownBy(() -> blobs.write(new ByteArrayInputStream(content), other, 3))
        .hasMessageContaining("expected " + other);
    assertThatThrownBy(() -> blobs.write(new ByteArrayInputStream(content), digest, 2))
        .hasMessageContaining("longer than its 2 bytes");
    assertThat(blobs.contains(other)).isFalse();
    try (var files = java.nio.file.Files.list(root.resolve("blobs/sha256"))) {
      assertThat(files).hasSize(1);
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
    assertThatThrownBy(() -> blobs.read(other)).hasMessageContaining("not found");
  }
}
