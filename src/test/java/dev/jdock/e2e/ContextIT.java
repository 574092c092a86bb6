package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What prompts, editors and scripts ask of contexts. */
@EndToEnd
class ContextIT {
  private static final String PING = "GET /_ping HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

  private final Jdock jdock;

  ContextIT(Jdock jdock, @TempDir Path config) {
    this.jdock = jdock.with("DOCKER_CONFIG", config.toString());
  }

  private String host(String context) {
    return jdock
        .run("context", "inspect", context, "--format", "{{.Endpoints.docker.Host}}")
        .ok()
        .text();
  }

  @Test
  void theAddressOfTheDefaultIsServed() throws Exception {
    jdock.run("context", "show").prints("default");
    jdock.run("context", "ls", "-q").prints("default");
    Path socket = Path.of(host("default").replaceFirst("^unix://", ""));
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      channel.write(ByteBuffer.wrap(PING.getBytes(StandardCharsets.US_ASCII)));
      ByteBuffer answer = ByteBuffer.allocate(1 << 16);
      while (channel.read(answer) >= 0) {}
      assertThat(new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 200 OK")
          .endsWith("OK");
    }
  }

  @Test
  void commandsAreCarriedOutInAContextOfTheEngine() {
    jdock.run("context", "create", "ci").prints("ci");
    assertThat(host("ci")).isEqualTo(host("default"));
    jdock.run("--context", "ci", "ps", "-q").ok();
    jdock.run("--context", "ci", "version", "-f", "{{.Client.Context}}").prints("ci");
    assertThat(jdock.run("--context", "nosuch", "ps").exits(1).err())
        .startsWith("Failed to initialize: unable to resolve docker endpoint: context \"nosuch\"");
    jdock.run("context", "rm", "ci").prints("ci");
    assertThat(jdock.run("-c", "ci", "ps").exits(1).err()).contains("context not found");
  }
}
