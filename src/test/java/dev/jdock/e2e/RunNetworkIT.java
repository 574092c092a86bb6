package dev.jdock.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@EndToEnd
class RunNetworkIT {

  private final Jdock jdock;

  RunNetworkIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private String serve(String... flags) {
    String name = jdock.container();
    java.util.List<String> line =
        new java.util.ArrayList<>(java.util.List.of("run", "-d", "--name", name));
    line.addAll(java.util.List.of(flags));
    line.addAll(
        java.util.List.of(
            jdock.busybox(),
            "sh",
            "-c",
            "mkdir /w; echo it works >/w/index.html; exec httpd -f -p 80 -h /w"));
    jdock.run(line.toArray(String[]::new)).ok();
    return name;
  }

  @Test
  void publishesAPort() {
    int port = Host.freePort();
    String name = serve("-p", port + ":80");
    assertThat(Host.awaitPage("http://127.0.0.1:" + port + "/", "it works")).contains("it works");
    assertThat(jdock.run("ps", "-f", "name=" + name, "--format", "{{.Ports}}").text())
        .contains("0.0.0.0:" + port + "->80/tcp");
  }

  @Test
  void publishesOnOneAddress() {
    int port = Host.freePort();
    String name = serve("-p", "127.0.0.1:" + port + ":80");
    Host.awaitPage("http://127.0.0.1:" + port + "/", "it works");
    assertThat(jdock.run("ps", "-f", "name=" + name, "--format", "{{.Ports}}").text())
        .isEqualTo("127.0.0.1:" + port + "->80/tcp");
  }

  @Test
  void publishesUdp() throws IOException {
    int port;
    try (DatagramSocket free = new DatagramSocket()) {
      port = free.getLocalPort();
    }
    String name = jdock.container();
    String ports = port + ":53/udp";
    jdock.run("run", "-d", "--name", name, "-p", ports, jdock.busybox(), "sleep", "600").ok();
    String echo =
        "import socket; s=socket.socket(socket.AF_INET,socket.SOCK_DGRAM); s.bind(('',53))\n"
            + "while True: b,a=s.recvfrom(99); s.sendto(b.upper(),a)";
    String pid = jdock.format(name, "{{.State.Pid}}");
    Process server = new ProcessBuilder("nsenter", "-n", "-t", pid, "python3", "-c", echo).start();
    try (DatagramSocket client = new DatagramSocket()) {
      client.setSoTimeout(200);
      client.connect(InetAddress.ofLiteral("127.0.0.1"), port);
      Eventually.that(() -> "no answer on " + ports, () -> asks(client).equals("HELLO"));
      assertThat(jdock.run("ps", "-f", "name=" + name, "--format", "{{.Ports}}").text())
          .contains("0.0.0.0:" + port + "->53/udp");
    } finally {
      server.destroyForcibly();
    }
  }

  private static String asks(DatagramSocket client) {
    try {
      client.send(new DatagramPacket("hello".getBytes(UTF_8), 5));
      DatagramPacket answer = new DatagramPacket(new byte[99], 99);
      client.receive(answer);
      return new String(answer.getData(), 0, answer.getLength(), UTF_8);
    } catch (IOException nobodyThere) {
      return "";
    }
  }

  @Test
  void publishesAllExposedPorts() {
    String name = serve("--expose", "80", "-P");
    String port =
        jdock.format(name, "{{(index (index .NetworkSettings.Ports \"80/tcp\") 0).HostPort}}");
    Host.awaitPage("http://127.0.0.1:" + port + "/", "it works");
  }

  @Test
  void containersReachEachOther() {
    String address = jdock.format(serve(), "{{.NetworkSettings.IPAddress}}");
    Eventually.that(
        () -> "nobody answers at " + address,
        () ->
            jdock
                .run("run", "--rm", jdock.busybox(), "wget", "-qO-", "http://" + address + "/")
                .out()
                .equals("it works\n"));
  }

  @Test
  void takenPortIs125AndLeavesNoContainer() {
    int port = Host.freePort();
    String holder = serve("-p", port + ":80");
    String name = jdock.container();
    for (List<String> flags : List.of(List.<String>of(), List.of("-d"))) {
      List<String> command = new ArrayList<>(List.of("run", "--name", name, "-p", port + ":80"));
      command.addAll(flags);
      command.addAll(List.of(jdock.busybox(), "true"));
      jdock
          .run(command.toArray(String[]::new))
          .exits(125)
          .saysOnErr("Bind for 0.0.0.0:" + port + " failed: port is already allocated")
          .saysOnErr("(container " + holder + " has it; ");
      jdock.run("inspect", name).exits(1);
    }
  }

  @Test
  void portOfAForeignProcessIs125() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("0.0.0.0"))) {
      jdock
          .run("run", "--rm", "-p", taken.getLocalPort() + ":80", jdock.busybox(), "true")
          .exits(125)
          .saysOnErr("address already in use (process " + ProcessHandle.current().pid());
    }
  }

  @Test
  void firstFreePortOfARangeIsPublished() {
    int first = Host.freePort();
    serve("-p", first + ":80");
    String name = serve("-p", first + "-" + (first + 50) + ":80");
    String port =
        jdock.format(name, "{{(index (index .NetworkSettings.Ports \"80/tcp\") 0).HostPort}}");
    assertThat(Integer.parseInt(port)).isBetween(first + 1, first + 50);
    Host.awaitPage("http://127.0.0.1:" + port + "/", "it works");
    assertThat(
            jdock.format(
                name, "{{(index (index .HostConfig.PortBindings \"80/tcp\") 0).HostPort}}"))
        .isEqualTo(first + "-" + (first + 50));
    jdock.run("restart", "-t", "0", name).ok();
    assertThat(jdock.run("port", name, "80").text()).contains(":");
  }

  @Test
  void addressOfOneFamilyIsNotServedToTheOther() {
    int port = Host.freePort();
    serve("-p", "0.0.0.0:" + port + ":80");
    Host.awaitPage("http://127.0.0.1:" + port + "/", "it works");
    assertThatThrownBy(() -> new Socket(InetAddress.ofLiteral("::1"), port).close())
        .isInstanceOf(ConnectException.class);
    serve("-p", "[::]:" + port + ":80");
    Host.awaitPage("http://[::1]:" + port + "/", "it works");
  }

  @Test
  void stoppedContainersFreeTheirPort() {
    int port = Host.freePort();
    String name = serve("-p", port + ":80");
    jdock.run("stop", "-t", "0", name).ok();
    serve("-p", port + ":80");
    Host.awaitPage("http://127.0.0.1:" + port + "/", "it works");
  }

  @Test
  void noneHasLoopbackAlone() {
    jdock
        .run(
            "run",
            "--rm",
            "--network",
            "none",
            jdock.busybox(),
            "sh",
            "-c",
            "ls /sys/class/net; ip route")
        .prints("lo");
  }

  @Test
  void hostIsTheHosts() {
    Result result =
        jdock.run(
            "run", "--rm", "--network", "host", jdock.busybox(), "readlink", "/proc/self/ns/net");
    assertThat(result.text()).isEqualTo(Host.run("readlink", "/proc/self/ns/net").text());
  }

  @Test
  void writesHostsAndResolvConf() {
    Result result =
        jdock
            .run(
                "run",
                "--rm",
                "-h",
                "box",
                jdock.busybox(),
                "cat",
                "/etc/hosts",
                "/etc/resolv.conf")
            .ok();
    assertThat(result.out())
        .startsWith("127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n")
        .containsPattern("\\d+\\.\\d+\\.\\d+\\.\\d+\tbox\n")
        .containsPattern("nameserver ");
  }
}
