package dev.jdock.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.api.http.Client.Answer;
import dev.jdock.image.error.JdockException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class HttpServerTest {
  private static final Handler OK =
      (request, response) -> response.send(200, "text/plain", text("OK"));

  /** Answers with what it was sent. */
  private static final Handler ECHO =
      (request, response) -> response.send(200, "text/plain", request.body().readAllBytes());

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static Router router() {
    return new Router()
        .add("GET", "/ok", Manner.BRIEF, OK)
        .add("HEAD", "/ok", Manner.BRIEF, OK)
        .add("GET", "/work", Manner.WORK, OK)
        .add("POST", "/work", Manner.WORK, OK)
        .add("POST", "/echo", Manner.TRANSFER, ECHO)
        .add("POST", "/document", Manner.WORK, ECHO)
        .add("POST", "/unread", Manner.TRANSFER, OK);
  }

  private static String post(String path, String headers, String body) {
    return "POST " + path + " HTTP/1.1~Host: d~" + headers + "~" + body;
  }

  @Test
  void answersWithTheHeadersOfAll() throws IOException {
    try (Served served = Served.by(router());
        Client client = served.connect()) {
      Answer answer = client.send("GET /ok HTTP/1.1~Host: d~~").answer();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.reason()).isEqualTo("OK");
      assertThat(answer.body()).isEqualTo("OK");
      assertThat(answer.header("Server")).isEqualTo("test");
      assertThat(answer.header("Content-Type")).isEqualTo("text/plain");
      assertThat(answer.header("Connection")).isEmpty();
    }
  }

  @Test
  void answersOneRequestAfterAnotherOnAConnection() throws IOException {
    try (Served served = Served.by(router());
        Client client = served.connect()) {
      for (int i = 0; i < 3; i++) {
        assertThat(client.send("GET /work HTTP/1.1~Host: d~~").answer().body()).isEqualTo("OK");
        client.send(post("/echo", "Content-Length: 3~", "a b"));
        assertThat(client.answer().body()).isEqualTo("a b");
      }
    }
  }

  @Test
  void answersRequestsInTheirOrderThatCameAtOnce() throws IOException {
    try (Served served = Served.by(router());
        Client client = served.connect()) {
      client.send(
          post("/echo", "Content-Length: 1~", "1")
              + "GET /work HTTP/1.1~~"
              + post("/echo", "Transfer-Encoding: chunked~", "1~2~0~~")
              + "GET /none HTTP/1.1~~"
              + post("/document", "Content-Length: 1~", "3"));
      List<String> bodies = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        bodies.add(client.answer().body().strip());
      }
      assertThat(bodies).containsExactly("1", "OK", "2", "{\"message\":\"page not found\"}", "3");
    }
  }

  @Test
  void answersHeadWithoutABody() throws IOException {
    try (Served served = Served.by(router());
        Client client = served.connect()) {
      Answer head = client.send("HEAD /ok HTTP/1.1~Host: d~~").head();
      assertThat(head.header("Content-Length")).isEqualTo("2");
      assertThat(client.send("GET /ok HTTP/1.1~Host: d~~").answer().body()).isEqualTo("OK");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Connection: close~", "Connection: x, Close~"})
  void closesWhenAskedTo(String header) throws IOException {
    try (Served served = Served.by(router());
        Client client = served.connect()) {
      Answer answer = client.send("GET /work HTTP/1.1~" + header + "~").answer();
      assertThat(answer.header("Connection")).isEqualTo("close");
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void speaksToOldClientsWithoutChunks() throws IOException {
    Router router =
        router()
            .add(
                "GET",
                "/stream",
                Manner.TRANSFER,
                (request, response) -> response.stream("text/plain").write(text("streamed")));
    try (Served served = Served.by(router);
        Client client = served.connect()) {
      Answer answer = client.send("GET /stream HTTP/1.0~~").answer();
      assertThat(answer.header("Transfer-Encoding")).isEmpty();
      assertThat(answer.body()).isEqualTo("streamed");
    }
  }

  @Test
  void answersAClientThatHasEndedItsSide() throws IOException {
    try (Served served = Served.by(router());
        Client client = served.connect()) {
      assertThat(client.send("GET /work HTTP/1.1~~").end().answer().body()).isEqualTo("OK");
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void refusesWhatIsNoRequestAndEndsTheConnection() throws IOException {
    try (Served served = Served.by(router());
        Client client = served.connect()) {
      Answer answer = client.send("nonsense~~GET /ok HTTP/1.1~~").answer();
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.body()).startsWith("{\"message\":");
      assertThat(answer.header("Connection")).isEqualTo("close");
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void handlesNothingBehindARequestWithTwoLengths() throws IOException {
    BlockingQueue<String> handled = new LinkedBlockingQueue<>();
    Router router =
        new Router()
            .add("POST", "/x", Manner.WORK, (request, response) -> handled.add("x"))
            .add("GET", "/smuggled", Manner.WORK, (request, response) -> handled.add("smuggled"));
    try (Served served = Served.by(router);
        Client client = served.connect()) {
      client.send(
          post(
              "/x",
              "Content-Length: 5~Transfer-Encoding: chunked~",
              "0~~GET /smuggled HTTP/1.1~~"));
      assertThat(client.answer().status()).isEqualTo(400);
      assertThat(client.rest()).isEmpty();
    }
    assertThat(handled).isEmpty();
  }

  @Test
  void refusesRequestsOfWebPages() throws IOException {
    try (Served served = Served.by(router());
        Client client = served.connect()) {
      client.send("GET /ok HTTP/1.1~Origin: http://x~~");
      assertThat(client.answer().status()).isEqualTo(403);
      client.send("GET /ok HTTP/1.1~Sec-Fetch-Site: none~~");
      assertThat(client.answer().status()).isEqualTo(403);
    }
  }

  @Test
  void letsAClientContinueWhenItsBodyIsWanted() throws IOException {
    try (Served served = Served.by(router());
        Client client = served.connect()) {
      client.send(post("/echo", "Content-Length: 2~Expect: 100-continue~", ""));
      assertThat(client.head().status()).isEqualTo(100);
      assertThat(client.send("ab").answer().body()).isEqualTo("ab");
      client.send(post("/document", "Content-Length: 2~Expect: 100-continue~", ""));
      assertThat(client.head().status()).isEqualTo(100);
      assertThat(client.send("ab").answer().body()).isEqualTo("ab");
    }
  }

  @Test
  void answersAtOnceWhereABodyIsNotWanted() throws IOException {
    try (Served served = Served.by(router());
        Client client = served.connect()) {
      client.send(post("/none", "Content-Length: 2~Expect: 100-continue~", ""));
      assertThat(client.answer().status()).isEqualTo(404);
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void putsNoContinueIntoAnAnswerThatHasBegun() throws IOException {
    Router router =
        new Router()
            .add(
                "POST",
                "/load",
                Manner.TRANSFER,
                (request, response) -> {
                  OutputStream body = response.stream("text/plain");
                  body.flush();
                  body.write(request.body().readAllBytes());
                });
    try (Served served = Served.by(router);
        Client client = served.connect()) {
      client.send(post("/load", "Content-Length: 2~Expect: 100-continue~", ""));
      client.send("ab");
      assertThat(client.answer().body()).isEqualTo("ab");
    }
  }

  @Test
  void passesOverAShortBodyThatNobodyReads() throws IOException {
    try (Served served = Served.by(router());
        Client client = served.connect()) {
      client.send(post("/unread", "Content-Length: 5~", "12345"));
      assertThat(client.answer().body()).isEqualTo("OK");
      client.send(post("/none", "Transfer-Encoding: chunked~", "3~abc~0~~"));
      assertThat(client.answer().status()).isEqualTo(404);
      assertThat(client.send("GET /ok HTTP/1.1~~").answer().body()).isEqualTo("OK");
    }
  }

  @Test
  void endsTheConnectionWhereALongBodyIsNotRead() throws IOException {
    try (Served served = Served.by(router());
        Client client = served.connect()) {
      client.send(post("/unread", "Content-Length: 10000000000~", ""));
      assertThat(client.answer().body()).isEqualTo("OK");
      assertThatThrownBy(
              () -> {
                while (true) {
                  client.send("x".repeat(100_000));
                }
              })
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void refusesLongDocumentsByTheirLengthAlone() throws IOException {
    try (Served served = Served.by(router());
        Client client = served.connect()) {
      client.send(post("/document", "Content-Length: 10000000000~", ""));
      Answer answer = client.answer();
      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.body()).contains("longer than 4 MiB");
    }
  }

  @Test
  void refusesLongDocumentsInChunks() throws IOException {
    try (Served served = Served.by(router());
        Client client = served.connect()) {
      client.send(post("/document", "Transfer-Encoding: chunked~", ""));
      String chunk = "100000~" + "x".repeat(1 << 20) + "~";
      client.send(chunk.repeat(4) + "1~x~");
      assertThat(client.answer().status()).isEqualTo(413);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/document", "/echo"})
  void refusesBodiesThatAreCutOff(String path) throws IOException {
    try (Served served = Served.by(router())) {
      for (String request :
          List.of(
              post(path, "Content-Length: 5~", "123"),
              post(path, "Transfer-Encoding: chunked~", "5~123"),
              post(path, "Transfer-Encoding: chunked~", "5~12345~"))) {
        try (Client client = served.connect()) {
          Answer answer = client.send(request).end().answer();
          assertThat(answer.status()).as(request).isEqualTo(400);
          assertThat(answer.body()).contains("cut off");
          assertThat(client.rest()).isEmpty();
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x~",
        "-1~x",
        "5~123456~0~~",
        "1~xy~0~~",
        "fffffffffffffffff~x",
        "0x1~x",
        "~",
        " 1~x"
      })
  void refusesMalformedChunks(String chunks) throws IOException {
    try (Served served = Served.by(router())) {
      for (String path : List.of("/document", "/echo")) {
        try (Client client = served.connect()) {
          client.send(post(path, "Transfer-Encoding: chunked~", chunks));
          assertThat(client.end().answer().status()).isEqualTo(400);
          assertThat(client.rest()).isEmpty();
        }
      }
    }
  }

  @Test
  void closesOnAClientThatTakesTooLongForItsHead() throws IOException {
    try (Served served = Served.impatiently(router());
        Client client = served.connect()) {
      client.send("GET /ok HTTP/1.1~X:");
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void closesOnAClientThatTakesTooLongForADocument() throws IOException {
    try (Served served = Served.impatiently(router());
        Client client = served.connect()) {
      client.send(post("/document", "Content-Length: 5~", "1"));
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void waitsForAClientThatSaysNothing() throws IOException {
    try (Served served = Served.impatiently(router());
        Client slow = served.connect();
        Client hanging = served.connect()) {
      hanging.send("G");
      assertThat(hanging.rest()).as("ended once its time was over").isEmpty();
      assertThat(slow.send("GET /ok HTTP/1.1~~").answer().body()).isEqualTo("OK");
    }
  }

  @Test
  void leavesItsThreadsToOthersWhileDocumentsAreLate() throws IOException {
    List<Client> late = new ArrayList<>();
    try (Served served = Served.by(router());
        Client client = served.connect()) {
      for (int i = 0; i < 600; i++) {
        late.add(served.connect().send(post("/document", "Content-Length: 5~", "1")));
      }
      assertThat(client.send("GET /work HTTP/1.1~~").answer().status()).isEqualTo(200);
      for (Client each : late) {
        assertThat(each.send("2345").answer().body()).isEqualTo("12345");
      }
    } finally {
      for (Client each : late) {
        each.close();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Manner.class,
      names = {"WORK", "TRANSFER", "WAIT", "BRIEF", "TAKE_OVER"})
  void answersFailuresWithTheirStatus(Manner manner) throws IOException {
    Router router =
        new Router()
            .add("GET", "/ok", Manner.BRIEF, OK)
            .add(
                "GET",
                "/status",
                manner,
                (request, response) -> {
                  throw new HttpFailure(418, "a \"teapot\"");
                })
            .add(
                "GET",
                "/kind",
                manner,
                (request, response) -> {
                  throw JdockException.conflict("taken");
                })
            .add(
                "GET",
                "/fault",
                manner,
                (request, response) -> {
                  throw new IllegalStateException("a fault");
                });
    try (Served served = Served.by(router);
        Client client = served.connect()) {
      Answer status = client.send("GET /status HTTP/1.1~~").answer();
      assertThat(status.status()).isEqualTo(418);
      assertThat(status.body()).isEqualTo("{\"message\":\"a \\\"teapot\\\"\"}\n");
      assertThat(status.header("Content-Type")).isEqualTo("application/json");
      Answer kind = client.send("GET /kind HTTP/1.1~~").answer();
      assertThat(kind.status()).isEqualTo(409);
      Answer fault = client.send("GET /fault HTTP/1.1~~").answer();
      assertThat(fault.status()).isEqualTo(500);
      assertThat(fault.body()).doesNotContain("at dev.jdock").doesNotContain("\\n");
      assertThat(served.log()).singleElement().asString().contains("a fault");
      assertThat(client.send("GET /ok HTTP/1.1~~").answer().body()).isEqualTo("OK");
    }
  }

  @Test
  void cutsOffAnAnswerThatFailsOnceItHasBegun() throws IOException {
    Router router =
        new Router()
            .add(
                "GET",
                "/half",
                Manner.TRANSFER,
                (request, response) -> {
                  OutputStream body = response.stream("text/plain");
                  body.write(text("half"));
                  body.flush();
                  throw JdockException.conflict("late");
                });
    try (Served served = Served.by(router);
        Client client = served.connect()) {
      client.send("GET /half HTTP/1.1~~");
      assertThat(client.head().status()).isEqualTo(200);
      assertThat(client.chunk()).isEqualTo("half");
      assertThat(client.rest()).as("no last chunk, no second head").isEmpty();
    }
  }

  @Test
  void answersAFailureBeforeTheFirstByteOfAStream() throws IOException {
    Router router =
        new Router()
            .add(
                "GET",
                "/none",
                Manner.TRANSFER,
                (request, response) -> {
                  response.stream("text/plain");
                  throw new HttpFailure(404, "none");
                });
    try (Served served = Served.by(router);
        Client client = served.connect()) {
      assertThat(client.send("GET /none HTTP/1.1~~").answer().status()).isEqualTo(404);
    }
  }

  @Test
  void connectionThatWaitsLongestForARequestMakesRoom() throws IOException {
    try (Served served = Served.toFew(router(), 2);
        Client first = served.connect();
        Client second = served.connect()) {
      assertThat(first.send("GET /ok HTTP/1.1~~").answer().status()).isEqualTo(200);
      assertThat(second.send("GET /ok HTTP/1.1~~").answer().status()).isEqualTo(200);
      try (Client third = served.connect()) {
        assertThat(first.rest()).isEmpty();
        assertThat(third.send("GET /ok HTTP/1.1~~").answer().status()).isEqualTo(200);
      }
      assertThat(second.send("GET /ok HTTP/1.1~~").answer().status()).isEqualTo(200);
    }
  }

  @Test
  void closesConnectionsAboveTheirNumberWhileAllAreBusy() throws IOException {
    try (Served served = Served.toFew(router(), 1);
        Client busy = served.connect()) {
      busy.send(post("/echo", "Content-Length: 3~Expect: 100-continue~", ""));
      assertThat(busy.head().status()).isEqualTo(100);
      try (Client other = served.connect()) {
        assertThat(other.rest()).isEmpty();
      }
    }
  }

  @Test
  void endsAllConnectionsAtItsOwnEnd() throws IOException, InterruptedException {
    CountDownLatch interrupted = new CountDownLatch(1);
    CountDownLatch running = new CountDownLatch(1);
    Router router =
        new Router()
            .add(
                "GET",
                "/wait",
                Manner.WAIT,
                (request, response) -> {
                  running.countDown();
                  try {
                    new CountDownLatch(1).await();
                  } finally {
                    interrupted.countDown();
                  }
                });
    try (Served served = Served.by(router);
        Client idle = served.connect();
        Client waiting = served.connect()) {
      waiting.send("GET /wait HTTP/1.1~~");
      running.await();
      assertThat(served.server().isBusy()).isTrue();
      served.server().close();
      assertThat(idle.rest()).isEmpty();
      assertThat(interrupted.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void tellsOfTheEndOfACrowd() throws IOException, InterruptedException {
    CountDownLatch told = new CountDownLatch(1);
    List<Client> clients = new ArrayList<>();
    try (Served served = Served.by(router())) {
      served.server().onDeserted(told::countDown);
      for (int i = 0; i < 64; i++) {
        Client client = served.connect();
        clients.add(client);
        assertThat(client.send("GET /ok HTTP/1.1~Host: d~~").answer().status()).isEqualTo(200);
      }
      assertThat(told.getCount()).isOne();
      clients.removeLast().close();
      assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
    } finally {
      for (Client client : clients) {
        client.close();
      }
    }
  }
}
