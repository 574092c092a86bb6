package dev.jdock.runtime.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SyslogDestinationTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final long PID = ProcessHandle.current().pid();

  @TempDir Path folder;

  private static LogLine line(boolean error, String text) {
    return new LogLine(Instant.parse("2026-01-02T03:04:05.6Z"), error, text.getBytes(UTF_8), null);
  }

  private static SyslogDestination syslog(String address, Map<String, String> more)
      throws IOException {
    Map<String, String> options = new HashMap<>(more);
    options.put("syslog-address", address);
    return SyslogDestination.of(Subjects.with(options), true);
  }

  private static String next(DatagramSocket socket) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
    socket.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), UTF_8);
  }

  @ParameterizedTest
  @CsvSource({
    "'',<30>(?<stamp>Jan  [12] ..:..:05) web\\[PID]: hi",
    "rfc3164,<30>Jan  [12] ..:..:05 \\S+ web\\[PID]: hi",
    "rfc5424,<30>1 2026-01-0[12]T..:..:05(Z|[+-]..:..) \\S+ web PID web - hi",
    "rfc5424micro,<30>1 2026-01-0[12]T..:..:05.600000(Z|[+-]..:..) \\S+ web PID web - hi",
  })
  void everyFormatIsDockers(String format, String pattern) throws IOException {
    try (DatagramSocket listener = new DatagramSocket(0, LOOPBACK);
        SyslogDestination syslog =
            syslog(
                "udp://127.0.0.1:" + listener.getLocalPort(),
                Map.of("tag", "{{.Name}}", "syslog-format", format))) {
      syslog.send(line(false, "hi"));
      assertThat(next(listener)).matches(pattern.replace("PID", Long.toString(PID)) + "\n");
    }
  }

  @ParameterizedTest
  @CsvSource({"kern,3", "user,11", "local0,131", "local7,187", "0,3", "23,187", "'',27"})
  void errorsOfAFacilityHaveItsNumber(String facility, int priority) throws IOException {
    try (DatagramSocket listener = new DatagramSocket(0, LOOPBACK);
        SyslogDestination syslog =
            syslog(
                "udp://127.0.0.1:" + listener.getLocalPort(),
                Map.of("syslog-facility", facility))) {
      syslog.send(line(true, "bad"));
      assertThat(next(listener)).startsWith("<" + priority + ">");
    }
  }

  @Test
  void emptyLinesAreNotSent() throws IOException {
    try (DatagramSocket listener = new DatagramSocket(0, LOOPBACK);
        SyslogDestination syslog = syslog("udp://127.0.0.1:" + listener.getLocalPort(), Map.of())) {
      syslog.send(line(false, ""));
      syslog.send(line(false, "second"));
      assertThat(next(listener)).endsWith(": second\n");
    }
  }

  @Test
  void aSocketInAFolderIsReached() throws IOException {
    Path path = folder.resolve("log");
    try (DatagramListener listener = new DatagramListener(path);
        SyslogDestination syslog = syslog("unixgram://" + path, Map.of())) {
      syslog.send(line(false, "local"));
      assertThat(new String(listener.next(), UTF_8)).endsWith("0123456789ab[" + PID + "]: local\n");
    }
  }

  @Test
  void aServerThatWasStartedAnewIsFoundAgain() throws Exception {
    int port;
    try (ServerSocket first = new ServerSocket(0, 5, LOOPBACK)) {
      port = first.getLocalPort();
      try (SyslogDestination syslog = syslog("tcp://127.0.0.1:" + port, Map.of())) {
        try (Socket accepted = first.accept()) {
          syslog.send(line(false, "one"));
          assertThat(read(accepted)).endsWith(": one");
          // Unread bytes make the end a reset, which the next write notices.
          syslog.send(line(false, "unread"));
        }
        first.close();
        try (ServerSocket second = new ServerSocket(port, 5, LOOPBACK)) {
          Thread sender = Thread.ofPlatform().start(() -> sendUntilInterrupted(syslog));
          try (Socket accepted = second.accept()) {
            assertThat(read(accepted)).endsWith(": again");
          } finally {
            sender.interrupt();
            sender.join();
          }
        }
      }
    }
  }

  private static void sendUntilInterrupted(SyslogDestination syslog) {
    while (!Thread.interrupted()) {
      try {
        syslog.send(line(false, "again"));
        Thread.sleep(20);
      } catch (IOException lost) {
        continue;
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private static String read(Socket socket) throws IOException {
    return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)).readLine();
  }

  @Test
  void nobodyThereIsToldAsGoDoes() throws IOException {
    int free;
    try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK)) {
      free = taken.getLocalPort();
    }
    assertThatThrownBy(() -> syslog("tcp://127.0.0.1:" + free, Map.of()))
        .isInstanceOf(IOException.class)
        .hasMessage("dial tcp 127.0.0.1:" + free + ": connect: connection refused");
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> syslog("unixgram://" + file, Map.of()))
        .isInstanceOf(IOException.class)
        .hasMessage("dial unixgram " + file + ": connect: connection refused");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "syslog-address|ftp://x|unsupported scheme: 'ftp'",
        "syslog-address|localhost:514|unsupported scheme: 'localhost'",
        "syslog-address|127.0.0.1:514|parse \"127.0.0.1:514\": first path segment in URL cannot contain colon",
        "syslog-address|udp://a:b:c|address a:b:c: too many colons in address",
        "syslog-facility|nosuch|invalid syslog facility",
        "syslog-facility|24|invalid syslog facility",
        "syslog-format|rfc1|Invalid syslog format",
      })
  void nonsenseIsRefusedInDockersWords(String option, String value, String message) {
    assertThatThrownBy(() -> SyslogOptions.of(Map.of(option, value)))
        .isInstanceOf(JdockException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"udp://[::1]", "udp://host/", "udp://host:514", "tcp+tls://h"})
  void withoutAPortItIs514(String address) {
    assertThat(SyslogOptions.of(Map.of("syslog-address", address)).address())
        .hasFieldOrPropertyWithValue("port", 514);
  }
}
