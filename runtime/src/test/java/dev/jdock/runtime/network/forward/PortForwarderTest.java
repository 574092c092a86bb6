package dev.jdock.runtime.network.forward;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.linux.Errno;
import dev.jdock.linux.SyscallException;
import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PortForwarderTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private final PortForwarder forwarder = new PortForwarder();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void close() {
    forwarder.close();
    threads.shutdownNow();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
      return socket.getLocalPort();
    }
  }

  private static Socket connect(int port) throws IOException {
    Socket socket = new Socket(LOOPBACK, port);
    socket.setSoTimeout(30_000);
    return socket;
  }

  private PortListener open(int port, int target) {
    return open("tcp", "127.0.0.1", port, target);
  }

  private PortListener open(String protocol, String host, int port, int target) {
    return forwarder.listen(
        protocol,
        new InetSocketAddress(InetAddress.ofLiteral(host), port),
        new InetSocketAddress(LOOPBACK, target));
  }

  @Test
  void eachDirectionEndsByItself() throws Exception {
    int port = freePort();
    try (ServerSocket target = new ServerSocket(0, 10, LOOPBACK);
        PortListener _ = open(port, target.getLocalPort());
        Socket client = connect(port);
        Socket server = target.accept()) {
      server.getOutputStream().write("greeting".getBytes(UTF_8));
      server.shutdownOutput();
      assertThat(client.getInputStream().readAllBytes()).asString(UTF_8).isEqualTo("greeting");

      client.getOutputStream().write("still sent".getBytes(UTF_8));
      client.shutdownOutput();
      assertThat(server.getInputStream().readAllBytes()).asString(UTF_8).isEqualTo("still sent");
    }
  }

  @Test
  void bytesOfASenderThatIsFasterThanItsReceiverArriveInOrder() throws Exception {
    int port = freePort();
    byte[] much = new byte[24 << 20];
    new Random(1).nextBytes(much);
    try (ServerSocket target = new ServerSocket(0, 10, LOOPBACK);
        PortListener _ = open(port, target.getLocalPort());
        Socket client = connect(port);
        Socket server = target.accept()) {
      Future<?> sent = send(server, much);
      Future<?> alsoSent = send(client, much);
      // Nobody reads until both directions are full.
      assertThatThrownBy(() -> sent.get(500, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      Future<byte[]> arrived = threads.submit(() -> all(server));
      assertThat(Arrays.equals(all(client), much)).isTrue();
      assertThat(Arrays.equals(arrived.get(), much)).isTrue();
      sent.get();
      alsoSent.get();
    }
  }

  private Future<?> send(Socket to, byte[] bytes) {
    return threads.submit(() -> {
      to.getOutputStream().write(bytes);
      to.shutdownOutput();
      return true;
    });
  }

  private static byte[] all(Socket from) throws IOException {
    return from.getInputStream().readAllBytes();
  }

  @Test
  void clientsOfADeadTargetSeeTheirConnectionEnd() throws Exception {
    int port = freePort();
    try (PortListener listener = open(port, freePort())) {
      try (Socket client = connect(port)) {
        assertThat(client.getInputStream().read()).isEqualTo(-1);
      }
      while (((TcpListener) listener).open() > 0) {
        Thread.onSpinWait(); // until the class's timeout
      }
    }
  }

  @Test
  void idleConnectionsCostTheirTwoSocketsOnly() throws Exception {
    int port = freePort();
    List<Socket> sockets = new ArrayList<>();
    try (ServerSocket target = new ServerSocket(0, 500, LOOPBACK);
        PortListener listener = open(port, target.getLocalPort())) {
      int before = descriptors();
      for (int i = 0; i < 200; i++) {
        Socket client = connect(port);
        sockets.add(client);
        client.getOutputStream().write(i);
      }
      for (int i = 0; i < 200; i++) {
        Socket server = target.accept();
        sockets.add(server);
        server.getOutputStream().write(server.getInputStream().read());
      }
      for (int i = 0; i < 200; i++) {
        assertThat(sockets.get(i).getInputStream().read()).isEqualTo(i);
      }
      assertThat(((TcpListener) listener).open()).isEqualTo(200);
      // Two of the test's own and two of ours each, and a few pipes.
      assertThat(descriptors() - before).isBetween(800, 800 + 40);
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  private static int descriptors() {
    String[] all = new File("/proc/self/fd").list();
    assertThat(all).isNotNull();
    return all.length;
  }

  @Test
  void closingEndsConnectionsAndFreesThePort() throws Exception {
    int port = freePort();
    try (ServerSocket target = new ServerSocket(0, 10, LOOPBACK)) {
      PortListener listener = open(port, target.getLocalPort());
      try (Socket client = connect(port);
          Socket server = target.accept()) {
        assertThatThrownBy(() -> open(port, 1))
            .isInstanceOfSatisfying(
                SyscallException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EADDRINUSE));
        listener.close();
        assertThat(server.getInputStream().read()).isEqualTo(-1);
        assertThat(client.getInputStream().read()).isEqualTo(-1);
      }
      assertThatThrownBy(() -> connect(port)).isInstanceOf(ConnectException.class);
      open(port, 1).close();
    }
  }

  @Test
  void allAddressesOfOneFamilyAreNoneOfTheOther() throws Exception {
    try (ServerSocket target = new ServerSocket(0, 10, LOOPBACK)) {
      int port = freePort();
      try (PortListener _ = open("tcp", "::", port, target.getLocalPort())) {
        assertThatThrownBy(() -> connect(port)).isInstanceOf(ConnectException.class);
        try (PortListener _ = open("tcp", "0.0.0.0", port, target.getLocalPort());
            Socket four = connect(port);
            Socket six = new Socket(InetAddress.ofLiteral("::1"), port)) {
          assertThat(List.of(four.isConnected(), six.isConnected())).containsOnly(true);
        }
      }
    }
  }

  @Test
  void datagramsOfSeveralClientsFindTheirWayBack() throws Exception {
    try (DatagramSocket target = new DatagramSocket(0, LOOPBACK);
        DatagramSocket one = new DatagramSocket(0, LOOPBACK);
        DatagramSocket other = new DatagramSocket(0, LOOPBACK)) {
      int port = freePort();
      try (PortListener _ = open("udp", "127.0.0.1", port, target.getLocalPort())) {
        for (DatagramSocket client : List.of(one, other)) {
          client.setSoTimeout(30_000);
          client.connect(LOOPBACK, port);
          send(client, "from " + client.getLocalPort());
        }
        for (int i = 0; i < 2; i++) {
          DatagramPacket received = receive(target);
          received.setData((text(received) + "!").getBytes(UTF_8));
          target.send(received);
        }
        assertThat(text(receive(other))).isEqualTo("from " + other.getLocalPort() + "!");
        assertThat(text(receive(one))).isEqualTo("from " + one.getLocalPort() + "!");
      }
    }
  }

  private static void send(DatagramSocket through, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    through.send(new DatagramPacket(bytes, bytes.length));
  }

  private static DatagramPacket receive(DatagramSocket from) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[1000], 1000);
    from.receive(packet);
    return packet;
  }

  private static String text(DatagramPacket packet) {
    return new String(packet.getData(), 0, packet.getLength(), UTF_8);
  }
}
