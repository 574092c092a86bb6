package dev.jdock.runtime.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PortListenerTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
      return socket.getLocalPort();
    }
  }

  private static Socket connect(int port) throws IOException {
    Socket socket = new Socket(LOOPBACK, port);
    socket.setSoTimeout(10_000);
    return socket;
  }

  @Test
  void eachDirectionEndsByItself() throws Exception {
    int port = freePort();
    try (ServerSocket target = new ServerSocket(0, 10, LOOPBACK);
        PortListener listener = open(port, target.getLocalPort());
        Socket client = connect(port);
        Socket server = target.accept()) {
      server.getOutputStream().write("greeting".getBytes(UTF_8));
      server.shutdownOutput();
      assertThat(client.getInputStream().readAllBytes()).asString(UTF_8).isEqualTo("greeting");

      client.getOutputStream().write("still sent".getBytes(UTF_8));
      client.shutdownOutput();
      assertThat(server.getInputStream().readAllBytes()).asString(UTF_8).isEqualTo("still sent");
      assertThat(listener).isInstanceOf(TcpListener.class);
    }
  }

  private static PortListener open(int port, int target) throws IOException {
    return PortListener.open(
        "tcp", new InetSocketAddress(LOOPBACK, port), new InetSocketAddress(LOOPBACK, target));
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
  void manyConnectionsAtOnce() throws Exception {
    int port = freePort();
    List<Socket> sockets = new ArrayList<>();
    try (ServerSocket target = new ServerSocket(0, 500, LOOPBACK);
        PortListener listener = open(port, target.getLocalPort())) {
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
      assertThat(listener).isNotNull();
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  @Test
  void closingEndsConnectionsAndFreesThePort() throws Exception {
    int port = freePort();
    try (ServerSocket target = new ServerSocket(0, 10, LOOPBACK)) {
      PortListener listener = open(port, target.getLocalPort());
      try (Socket client = connect(port);
          Socket server = target.accept()) {
        assertThatThrownBy(() -> open(port, 1)).isInstanceOf(BindException.class);
        listener.close();
        assertThat(server.getInputStream().read()).isEqualTo(-1);
        assertThat(client.getInputStream().read()).isEqualTo(-1);
      }
      assertThatThrownBy(() -> connect(port)).isInstanceOf(ConnectException.class);
      open(port, 1).close();
    }
  }
}
