package dev.jdock.linux.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.linux.Fd;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HangUpsTest {
  @TempDir private Path folder;
  private final HangUps hangUps = new HangUps();
  private final CountDownLatch gone = new CountDownLatch(1);
  private ServerSocketChannel listener;
  private SocketChannel client;
  private SocketChannel accepted;

  @BeforeEach
  void connect() throws IOException {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("s"));
    listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address);
    client = SocketChannel.open(address);
    accepted = listener.accept();
  }

  @AfterEach
  void close() throws IOException {
    hangUps.close();
    client.close();
    accepted.close();
    listener.close();
  }

  private Fd duplicate() throws IOException {
    return Objects.requireNonNull(OpenSockets.duplicate(accepted));
  }

  @Test
  void endOfWhatIsSentIsNoHangUpButTheEndOfAllIs() throws IOException, InterruptedException {
    hangUps.watch(duplicate(), gone::countDown);
    client.shutdownOutput();
    assertThat(gone.await(100, TimeUnit.MILLISECONDS)).isFalse();
    client.close();
    assertThat(gone.await(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void closedWatchTellsNothing() throws IOException, InterruptedException {
    CountDownLatch other = new CountDownLatch(1);
    hangUps.watch(duplicate(), other::countDown).close();
    hangUps.watch(duplicate(), gone::countDown);
    client.close();
    assertThat(gone.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(other.getCount()).isEqualTo(1);
  }

  @Test
  void descriptorOfAChannelIsFoundAndNothingOfItChanged() throws IOException {
    try (Fd found = duplicate()) {
      found.writeFully("x");
      assertThat(client.read(ByteBuffer.allocate(10))).isEqualTo(1);
    }
    assertThat(accepted.getOption(StandardSocketOptions.SO_LINGER)).isEqualTo(-1);
  }
}
