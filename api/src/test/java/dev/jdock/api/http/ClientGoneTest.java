package dev.jdock.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a request whose client goes away, and of one whose client stands still. */
@Timeout(120)
class ClientGoneTest {
  private final CountDownLatch running = new CountDownLatch(1);
  private final Semaphore proceed = new Semaphore(0);
  private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

  /** Waits until it may go on, and says how it ended. */
  private void await(Request request, Response response) throws IOException, InterruptedException {
    running.countDown();
    try {
      proceed.acquire();
    } catch (InterruptedException e) {
      ends.add("interrupted");
      throw e;
    }
    ends.add("done");
    response.empty(204);
  }

  private Router router(Manner manner) {
    return new Router()
        .add("GET", "/await", manner, this::await)
        .add("GET", "/ok", Manner.WORK, (request, response) -> response.empty(204));
  }

  @ParameterizedTest
  @EnumSource(
      value = Manner.class,
      names = {"WAIT", "TRANSFER"})
  void interruptsWhatItAskedFor(Manner manner) throws IOException, InterruptedException {
    try (Served served = Served.by(router(manner));
        Client other = served.connect()) {
      Client client = served.connect();
      client.send("GET /await HTTP/1.1~~");
      running.await();
      client.close();
      assertThat(ends.poll(10, TimeUnit.SECONDS)).isEqualTo("interrupted");
      assertThat(other.send("GET /ok HTTP/1.1~~").answer().status()).isEqualTo(204);
    }
  }

  @Test
  void interruptsATransferOnceItsBodyHasCome() throws IOException, InterruptedException {
    Router router =
        new Router()
            .add(
                "POST",
                "/await",
                Manner.TRANSFER,
                (request, response) -> {
                  request.body().readAllBytes();
                  await(request, response);
                });
    try (Served served = Served.by(router)) {
      Client client = served.connect();
      client.send("POST /await HTTP/1.1~Content-Length: 2~~{}");
      running.await();
      client.close();
      assertThat(ends.poll(10, TimeUnit.SECONDS)).isEqualTo("interrupted");
    }
  }

  @Test
  void doesNotInterruptWork() throws IOException, InterruptedException {
    try (Served served = Served.by(router(Manner.WORK))) {
      Client client = served.connect();
      client.send("GET /await HTTP/1.1~~");
      running.await();
      client.close();
      try (Client other = served.connect()) {
        assertThat(other.send("GET /ok HTTP/1.1~~").answer().status()).isEqualTo(204);
      }
      assertThat(ends).isEmpty();
      proceed.release();
      assertThat(ends.poll(10, TimeUnit.SECONDS)).isEqualTo("done");
    }
  }

  @Test
  void interruptsNothingOfOthers() throws IOException, InterruptedException {
    try (Served served = Served.by(router(Manner.WAIT));
        Client other = served.connect()) {
      other.send("GET /await HTTP/1.1~~");
      running.await();
      try (Client client = served.connect()) {
        client.send("GET /await HTTP/1.1~~");
      }
      assertThat(ends.poll(10, TimeUnit.SECONDS)).isEqualTo("interrupted");
      proceed.release();
      assertThat(other.answer().status()).isEqualTo(204);
    }
  }

  @Test
  void endsAStreamThatNobodyReads() throws IOException, InterruptedException {
    Router router =
        new Router()
            .add(
                "GET",
                "/stream",
                Manner.TRANSFER,
                (request, response) -> {
                  OutputStream body = response.stream("text/plain");
                  try {
                    while (true) {
                      body.write(new byte[1 << 16]);
                    }
                  } catch (IOException e) {
                    ends.add("ended");
                    throw e;
                  }
                });
    try (Served served = Served.by(router)) {
      Client client = served.connect();
      client.send("GET /stream HTTP/1.1~~");
      assertThat(client.head().status()).isEqualTo(200);
      client.close();
      assertThat(ends.poll(10, TimeUnit.SECONDS)).isEqualTo("ended");
    }
  }

  @Test
  void leavesAReaderThatStandsStillAloneAndServesOthers() throws IOException, InterruptedException {
    CountDownLatch full = new CountDownLatch(1);
    Router router =
        router(Manner.WAIT)
            .add(
                "GET",
                "/stream",
                Manner.TRANSFER,
                (request, response) -> {
                  OutputStream body = response.stream("text/plain");
                  for (int i = 0; i < 64; i++) {
                    body.write(
                        "x".repeat(1 << 16).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                    full.countDown();
                  }
                });
    try (Served served = Served.by(router);
        Client slow = served.connect()) {
      slow.send("GET /stream HTTP/1.1~~");
      full.await();
      try (Client other = served.connect()) {
        assertThat(other.send("GET /ok HTTP/1.1~~").answer().status()).isEqualTo(204);
      }
      assertThat(slow.answer().body()).hasSize(64 << 16);
    }
  }

  @Test
  void holdsAThousandWaitingClientsWithFewThreads() throws IOException, InterruptedException {
    List<Client> clients = new ArrayList<>();
    int before = Thread.activeCount();
    try (Served served = Served.by(router(Manner.WAIT))) {
      for (int i = 0; i < 1000; i++) {
        clients.add(served.connect().send("GET /await HTTP/1.1~~"));
      }
      try (Client other = served.connect()) {
        assertThat(other.send("GET /ok HTTP/1.1~~").answer().status()).isEqualTo(204);
      }
      assertThat(Thread.activeCount() - before).isLessThan(40);
      proceed.release(1000);
      for (Client client : clients) {
        assertThat(client.answer().status()).isEqualTo(204);
      }
    } finally {
      for (Client client : clients) {
        client.close();
      }
    }
  }
}
