package dev.jdock.runtime.network.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.linux.namespace.Namespaces;
import dev.jdock.linux.namespace.NetworkNamespace;
import dev.jdock.linux.netlink.RouteSocket;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DnsServersIT {
  private static final Inet4Address WEB = Inet4Address.ofLiteral("10.0.0.1");
  private static final Inet4Address ELSEWHERE = Inet4Address.ofLiteral("10.9.9.9");
  private static final String SERVER = "127.0.0.77";

  private final List<AutoCloseable> resources = new ArrayList<>();
  private final DnsServers servers =
      new DnsServers(new AnswersTest.Known(Map.of("web", List.of(WEB))));
  private NetworkNamespace netns;

  @BeforeEach
  void open() throws Exception {
    netns = namespace();
  }

  @AfterEach
  void close() throws Exception {
    servers.close();
    for (AutoCloseable resource : resources) {
      resource.close();
    }
  }

  private NetworkNamespace namespace() throws Exception {
    FutureTask<NetworkNamespace> made =
        new FutureTask<>(() -> {
          Namespaces.unshare(Namespaces.NEWNET);
          try (RouteSocket inside = RouteSocket.open()) {
            inside.setUp(1);
          }
          return NetworkNamespace.current();
        });
    Thread.ofPlatform().start(made);
    NetworkNamespace namespace = made.get();
    resources.add(namespace);
    return namespace;
  }

  private static byte[] question(String name) {
    return Message.newQuery(Record.newRecord(Name.fromConstantString(name), Type.A, DClass.IN))
        .toWire();
  }

  private static Message byDatagram(NetworkNamespace from, String name) {
    return from.call(() -> {
      try (DatagramSocket socket = new DatagramSocket()) {
        byte[] question = question(name);
        InetSocketAddress server = new InetSocketAddress("127.0.0.11", 53);
        socket.setSoTimeout(10_000);
        socket.send(new DatagramPacket(question, question.length, server));
        DatagramPacket answer = new DatagramPacket(new byte[4096], 4096);
        socket.receive(answer);
        assertThat(answer.getSocketAddress()).isEqualTo(server);
        return new Message(Arrays.copyOf(answer.getData(), answer.getLength()));
      }
    });
  }

  private static Message byStream(NetworkNamespace from, String name) {
    return from.call(() -> {
      try (Socket socket = new Socket("127.0.0.11", 53)) {
        socket.setSoTimeout(10_000);
        return new Message(exchange(socket, question(name)));
      }
    });
  }

  private static byte[] exchange(Socket socket, byte[] question) throws IOException {
    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
    out.writeShort(question.length);
    out.write(question);
    DataInputStream in = new DataInputStream(socket.getInputStream());
    byte[] answer = new byte[in.readUnsignedShort()];
    in.readFully(answer);
    return answer;
  }

  private static InetAddress address(Message answer) {
    return ((ARecord) answer.getSection(Section.ANSWER).getFirst()).getAddress();
  }

  /** A name server inside that knows one address for everything. */
  private void serveElsewhere() {
    DatagramSocket datagrams =
        netns.call(() -> new DatagramSocket(new InetSocketAddress(SERVER, 53)));
    ServerSocket streams =
        netns.call(() -> new ServerSocket(53, 10, InetAddress.ofLiteral(SERVER)));
    resources.add(datagrams);
    resources.add(streams);
    serving(() -> {
      DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
      while (true) {
        datagrams.receive(packet);
        byte[] answer = elsewhere(Arrays.copyOf(packet.getData(), packet.getLength()));
        datagrams.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      }
    });
    serving(() -> {
      while (true) {
        try (Socket socket = streams.accept()) {
          DataInputStream in = new DataInputStream(socket.getInputStream());
          byte[] question = new byte[in.readUnsignedShort()];
          in.readFully(question);
          byte[] answer = elsewhere(question);
          DataOutputStream out = new DataOutputStream(socket.getOutputStream());
          out.writeShort(answer.length);
          out.write(answer);
        }
      }
    });
  }

  /** Until its socket is closed. */
  @FunctionalInterface
  private interface Serving {
    void serve() throws IOException;
  }

  private static void serving(Serving serving) {
    Thread _ =
        Thread.ofVirtual()
            .start(() -> {
              try {
                serving.serve();
              } catch (IOException closed) {
                return;
              }
            });
  }

  private static byte[] elsewhere(byte[] question) throws IOException {
    Message answer = new Message(question);
    answer.getHeader().setFlag(Flags.QR);
    answer.addRecord(
        new ARecord(answer.getQuestion().getName(), DClass.IN, 1, ELSEWHERE), Section.ANSWER);
    return answer.toWire();
  }

  @Test
  void namesAreAnsweredAtPort53() {
    servers.start("id", List.of(), netns);

    assertThat(address(byDatagram(netns, "web."))).isEqualTo(WEB);
    assertThat(address(byStream(netns, "web."))).isEqualTo(WEB);
  }

  @Test
  void theContainerMayHaveItsOwnServerAtPort53() {
    servers.start("id", List.of(), netns);

    int port =
        netns.call(() -> {
          try (DatagramSocket own = new DatagramSocket(53);
              ServerSocket streams = new ServerSocket(53)) {
            return own.getLocalPort() + streams.getLocalPort();
          }
        });
    assertThat(port).isEqualTo(106);
  }

  @Test
  void otherNamesAreAskedOfTheUsersServers() {
    serveElsewhere();
    servers.start("id", List.of("127.0.0.78", SERVER), netns);

    assertThat(address(byDatagram(netns, "example.org."))).isEqualTo(ELSEWHERE);
    assertThat(address(byStream(netns, "example.org."))).isEqualTo(ELSEWHERE);
    assertThat(address(byDatagram(netns, "web."))).isEqualTo(WEB);
  }

  @Test
  void nobodyToAskIsAFailure() {
    servers.start("id", List.of("127.0.0.78"), netns);

    assertThat(byDatagram(netns, "example.org.").getRcode()).isEqualTo(Rcode.SERVFAIL);
    assertThat(byStream(netns, "example.org.").getRcode()).isEqualTo(Rcode.SERVFAIL);
  }

  @Test
  void aLaterEngineServesInstead() {
    DnsServers former = new DnsServers(new AnswersTest.Known(Map.of()));
    resources.add(former);
    former.start("id", List.of("127.0.0.78"), netns);

    servers.start("id", List.of(), netns);

    assertThat(address(byDatagram(netns, "web."))).isEqualTo(WEB);
    assertThat(address(byStream(netns, "web."))).isEqualTo(WEB);
  }

  @Test
  void whatIsStoppedAnswersNobody() {
    servers.start("id", List.of(), netns);
    servers.stop("id");

    assertThat(servers.serves("id")).isFalse();
    assertThatThrownBy(() -> byStream(netns, "web.")).hasRootCauseInstanceOf(IOException.class);
  }

  @Test
  void aFloodOfOneContainerHoldsUpNoOther() throws Exception {
    NetworkNamespace other = namespace();
    servers.start("flooding", List.of(), netns);
    servers.start("other", List.of(), other);
    DatagramSocket flood = netns.call(() -> new DatagramSocket());
    resources.add(flood);
    Thread flooding =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              byte[] question = question("web.");
              while (!Thread.currentThread().isInterrupted()) {
                try {
                  flood.send(
                      new DatagramPacket(
                          question, question.length, new InetSocketAddress("127.0.0.11", 53)));
                } catch (IOException e) {
                  return;
                }
              }
            });
    try {
      for (int i = 0; i < 20; i++) {
        assertThat(address(byDatagram(other, "web."))).isEqualTo(WEB);
      }
    } finally {
      flooding.interrupt();
      flooding.join();
    }
  }
}
