package dev.jdock.image.registry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request unchanged and waits for the head of the response: no redirect is followed, and
 * nothing is retried. The request fails when the server neither receives nor sends a byte for too
 * long.
 */
final class Transport {
  private static final String AGENT = "jdock";
  private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

  private final HttpClient client;
  private final Proxies proxies;
  private final Limits limits;

  Transport(HttpClient client, Proxies proxies, Limits limits) {
    this.client = client;
    this.proxies = proxies;
    this.limits = limits;
  }

  Limits limits() {
    return limits;
  }

  /** The same, with less patience. */
  Transport within(Duration silence) {
    return new Transport(client, proxies, limits.withSilence(silence));
  }

  /**
   * @param authorization value of that header, null for none
   * @throws RegistryFailure when no answer came
   */
  Answer send(Request request, @Nullable String authorization) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(request.uri()).header("User-Agent", AGENT);
    if ("http".equals(request.uri().getScheme())) {
      // An offer to upgrade, which the JDK would make otherwise, confuses small servers.
      builder.version(HttpClient.Version.HTTP_1_1);
    }
    List<String> headers = request.headers();
    for (int i = 0; i < headers.size(); i += 2) {
      builder.header(headers.get(i), headers.get(i + 1));
    }
    if (authorization != null) {
      builder.header("Authorization", authorization);
    }
    Optional<Proxies.Server> proxy = proxies.forAddress(request.uri());
    proxy
        .map(Proxies.Server::authorization)
        .ifPresent(value -> builder.header("Proxy-Authorization", value));
    try (Outgoing outgoing = new Outgoing(request.body())) {
      builder.method(request.method(), outgoing.publisher());
      HttpResponse<InputStream> response = await(builder.build(), outgoing.sent);
      if (proxy.isPresent() && response.statusCode() == PROXY_AUTHENTICATION_REQUIRED) {
        throw RegistryFailure.answered(
            PROXY_AUTHENTICATION_REQUIRED, "", request.prefix() + "Proxy Authentication Required");
      }
      return Answer.of(request.method(), response);
    } catch (IOException e) {
      throw Unreachable.words(request, e, proxy);
    }
  }

  private HttpResponse<InputStream> await(HttpRequest request, AtomicLong sent) throws IOException {
    CompletableFuture<HttpResponse<InputStream>> answer =
        client.sendAsync(request, info -> new GuardedBody(limits.silence()));
    Duration patience = limits.silence();
    long before = sent.get();
    while (true) {
      try {
        return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        long now = sent.get();
        if (now == before) {
          answer.cancel(true);
          throw new SocketTimeoutException("no byte for " + patience.toSeconds() + " seconds");
        }
        before = now;
      } catch (InterruptedException e) {
        answer.cancel(true);
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      } catch (ExecutionException e) {
        throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
      }
    }
  }

  /** The body of a request on its way out. */
  private static final class Outgoing implements AutoCloseable {
    private final Request.@Nullable Body body;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicReference<@Nullable InputStream> open = new AtomicReference<>();

    Outgoing(Request.@Nullable Body body) {
      this.body = body;
    }

    BodyPublisher publisher() {
      if (body == null) {
        return BodyPublishers.noBody();
      }
      if (body.length() == 0) {
        return BodyPublishers.noBody();
      }
      return BodyPublishers.fromPublisher(
          BodyPublishers.ofInputStream(() -> stream(body)), body.length());
    }

    private InputStream stream(Request.Body from) {
      try {
        InputStream stream = new Counted(from, sent);
        open.set(stream);
        return stream;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** The JDK does not close the stream of a request that failed. */
    @Override
    public void close() throws IOException {
      InputStream stream = open.getAndSet(null);
      if (stream != null) {
        stream.close();
      }
    }
  }

  private static final class Counted extends FilterInputStream {
    private final RemoteRepository.Meter meter;
    private final AtomicLong sent;

    Counted(Request.Body body, AtomicLong sent) throws IOException {
      super(body.content().open());
      this.meter = body.meter();
      this.sent = sent;
    }

    @Override
    public int read() throws IOException {
      int value = in.read();
      if (value >= 0) {
        count(1);
      }
      return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = in.read(target, offset, length);
      if (read > 0) {
        count(read);
      }
      return read;
    }

    private void count(int bytes) {
      sent.addAndGet(bytes);
      meter.count(bytes);
    }
  }
}
