package dev.jdock.image.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.store.ImageStore;
import dev.jdock.image.transfer.FakeRepository.Content;
import dev.jdock.image.transfer.LayerTransfers.Follower;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class LayerTransferIT {
  @TempDir Path root = Path.of("");

  @Test
  void aCancelAtTheVeryStartEndsTheUnpackerToo() throws Exception {
    FakeRepository registry = new FakeRepository("127.0.0.1:5000/team/app");
    Content layer = Content.of("f", "content");
    registry.put("1", layer);
    try (ImageStore store = ImageStore.open(root)) {
      LayerTransfers home = new LayerTransfers(store.layers(), Downloads.open(root));
      int permits = home.unpacking().availablePermits();
      assertThat(home.fetching().tryAcquire()).isTrue();
      LayerTransfer transfer =
          new LayerTransfer(layer.blob(), layer.diffId(), registry, home, true);
      Follower follower = transfer.follow(new EventQueue());
      follower.leave();
      transfer.start();
      assertThatThrownBy(() -> follower.done().get(60, TimeUnit.SECONDS))
          .hasMessageContaining("context canceled");
      assertThat(home.unpacking().tryAcquire(permits, 10, TimeUnit.SECONDS)).isTrue();
      assertThat(home.fetching().availablePermits()).isEqualTo(permits);
      assertThat(root.resolve("layers")).isEmptyDirectory();
      assertThat(registry.logged("blob")).isEmpty();
    }
  }
}
