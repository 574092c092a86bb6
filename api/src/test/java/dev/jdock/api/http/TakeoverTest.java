package dev.jdock.api.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.api.http.Client.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that are taken over, as attach and exec do. */
@Timeout(120)
class TakeoverTest {
  private static final String UPGRADE = "Connection: Upgrade~Upgrade: tcp~";
  private static final String RAW = "application/vnd.docker.raw-stream";

  /** Sends back what comes, and a word more after its end. */
  private static void echo(Request request, Response response) throws IOException {
    String body = request.hasBody() ? new String(request.body().readAllBytes(), ISO_8859_1) : "";
    Takeover client = response.takeOver(request, "tcp", RAW);
    client.out().write(("[" + body + "]").getBytes(ISO_8859_1));
    InputStream in = client.in();
    byte[] buffer = new byte[100];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      client.out().write(buffer, 0, count);
    }
    client.out().write("eof after".getBytes(ISO_8859_1));
    client.endOutput();
  }

  private static Router router() {
    return new Router()
        .add("POST", "/attach", Manner.TAKE_OVER, TakeoverTest::echo)
        .add("GET", "/ok", Manner.BRIEF, (request, response) -> response.empty(204));
  }

  private static void assertUpgraded(Answer answer) {
    assertThat(answer.status()).isEqualTo(101);
    assertThat(answer.reason()).isEqualTo("UPGRADED");
    assertThat(answer.header("Connection")).isEqualTo("Upgrade");
    assertThat(answer.header("Upgrade")).isEqualTo("tcp");
    assertThat(answer.header("Content-Type")).isEqualTo(RAW);
    assertRaw(answer);
  }

  private static void assertRaw(Answer answer) {
    assertThat(answer.headers()).doesNotContainKeys("content-length", "transfer-encoding");
  }

  @Test
  void upgradesAndGoesOnWhenTheClientHasEndedItsSide() throws IOException {
    try (Served served = Served.by(router());
        Client client = served.connect()) {
      client.send("POST /attach HTTP/1.1~" + UPGRADE + "Content-Length: 0~~");
      assertUpgraded(client.head());
      assertThat(client.read(2)).isEqualTo("[]");
      client.send("hello");
      assertThat(client.read(5)).isEqualTo("hello");
      assertThat(client.end().rest()).isEqualTo("eof after");
    }
  }

  @Test
  void givesTheBytesBehindTheHeadToTheStream() throws IOException {
    try (Served served = Served.by(router());
        Client client = served.connect()) {
      client.send("POST /attach HTTP/1.1~" + UPGRADE + "Content-Length: 0~~hello early").end();
      assertUpgraded(client.head());
      assertThat(client.rest()).isEqualTo("[]hello earlyeof after");
    }
  }

  @Test
  void answersAClientThatEndsItsSideAtOnce() throws IOException {
    try (Served served = Served.by(router());
        Client client = served.connect()) {
      client.send("POST /attach HTTP/1.1~" + UPGRADE + "~").end();
      assertUpgraded(client.head());
      assertThat(client.rest()).isEqualTo("[]eof after");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Upgrade: tcp~", "Connection: Upgrade~", "Connection: Upgrade~Upgrade: h2c~"})
  void takesOverWithoutAnUpgradeAsWell(String headers) throws IOException {
    try (Served served = Served.by(router());
        Client client = served.connect()) {
      client.send("POST /attach HTTP/1.1~" + headers + "~");
      Answer answer = client.head();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.headers()).doesNotContainKeys("upgrade", "connection");
      assertRaw(answer);
      assertThat(client.send("hello").end().rest()).isEqualTo("[]helloeof after");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Content-Length: 9~~{\"a\": 10}", "Transfer-Encoding: chunked~~9~{\"a\": 10}~0~~"})
  void readsTheBodyBeforeTheStream(String body) throws IOException {
    for (String upgrade : new String[] {"", UPGRADE}) {
      try (Served served = Served.by(router());
          Client client = served.connect()) {
        client.send("POST /attach HTTP/1.1~" + upgrade + body + "early");
        client.head();
        assertThat(client.send(" late").end().rest()).isEqualTo("[{\"a\": 10}]early lateeof after");
      }
    }
  }

  @Test
  void takesOverAConnectionThatWasUsedBefore() throws IOException {
    try (Served served = Served.by(router());
        Client client = served.connect()) {
      client.send("GET /ok HTTP/1.1~~POST /attach HTTP/1.1~" + UPGRADE + "~hello");
      assertThat(client.head().status()).isEqualTo(204);
      assertUpgraded(client.head());
      assertThat(client.end().rest()).isEqualTo("[]helloeof after");
    }
  }

  @Test
  void parsesNoRequestInAStream() throws IOException {
    try (Served served = Served.by(router());
        Client client = served.connect()) {
      client.send("POST /attach HTTP/1.1~" + UPGRADE + "~GET /ok HTTP/1.1~~").end();
      client.head();
      assertThat(client.rest()).isEqualTo("[]GET /ok HTTP/1.1\r\n\r\neof after");
    }
  }

  @Test
  void keepsTheConnectionAfterAFailureBeforeTheStream() throws IOException {
    Router router =
        router()
            .add(
                "POST",
                "/none",
                Manner.TAKE_OVER,
                (request, response) -> {
                  throw new HttpFailure(404, "none");
                });
    try (Served served = Served.by(router);
        Client client = served.connect()) {
      client.send("POST /none HTTP/1.1~" + UPGRADE + "Content-Length: 2~~{}");
      assertThat(client.answer().status()).isEqualTo(404);
      assertThat(client.send("GET /ok HTTP/1.1~~").answer().status()).isEqualTo(204);
    }
  }

  @Test
  void wakesAReaderThatIsClosed() throws IOException, InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    Router router =
        new Router()
            .add(
                "POST",
                "/closed",
                Manner.TAKE_OVER,
                (request, response) -> {
                  Takeover client = response.takeOver(request, "tcp", RAW);
                  InputStream in = client.in();
                  Thread reader =
                      Thread.ofVirtual()
                          .start(() -> {
                            try {
                              if (in.read() < 0) {
                                ended.countDown();
                              }
                            } catch (IOException e) {
                              ended.countDown();
                            }
                          });
                  client.out().write('x');
                  in.close();
                  reader.join();
                });
    try (Served served = Served.by(router);
        Client client = served.connect()) {
      client.send("POST /closed HTTP/1.1~" + UPGRADE + "~");
      client.head();
      assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(client.rest()).isEqualTo("x");
    }
  }
}
