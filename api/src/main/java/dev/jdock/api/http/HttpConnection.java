package dev.jdock.api.http;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.error.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.DefaultContentLengthStrategy;
import org.apache.hc.core5.http.impl.io.ChunkedInputStream;
import org.apache.hc.core5.http.impl.io.ContentLengthInputStream;
import org.jspecify.annotations.Nullable;

/**
 * One connection: reads a head, lets its request be handled, and notices meanwhile when the client
 * goes away. Its own thread is a virtual one.
 */
final class HttpConnection {
  /** What is left of a body that nobody wants is read so far, to keep the connection. */
  private static final int MOST_REST = 1 << 20;

  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Transport transport;
  private final HttpService service;
  private final Inbound inbound;
  private final Deadline deadline;
  private volatile @Nullable Work current;

  private final Idleness idleness = new Idleness();

  HttpConnection(Transport transport, HttpService service) {
    this.transport = transport;
    this.service = service;
    this.inbound = new Inbound(transport.in());
    this.deadline = new Deadline(transport);
  }

  Deadline deadline() {
    return deadline;
  }

  /** Whether a request is being handled. */
  boolean isBusy() {
    return current != null;
  }

  Idleness idleness() {
    return idleness;
  }

  /** Ends it if it waits for a request; whether it did. */
  boolean giveUp() {
    boolean idle = idleness.giveUp();
    if (idle) {
      close();
    }
    return idle;
  }

  /** Ends it, whatever it does. */
  void end() {
    Work work = current;
    if (work != null) {
      work.cancel();
    }
    close();
  }

  private void close() {
    try {
      transport.close();
    } catch (IOException e) {
      // It is of no use any more in any case.
      return;
    }
  }

  /** Serves until one of both sides ends the connection. */
  void serve() {
    try {
      deadline.in(service.patience().head());
      transport.open();
      deadline.none();
      idleness.begin();
      while (inbound.await() && idleness.end()) {
        deadline.in(service.patience().head());
        ClassicHttpRequest head = HeadReader.read(inbound);
        deadline.none();
        if (head == null || !exchange(head)) {
          return;
        }
        idleness.begin();
      }
    } catch (MalformedRequest e) {
      refuse(e);
    } catch (IOException e) {
      // The client is gone, or too slow.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      deadline.none();
      close();
    }
  }

  private void refuse(MalformedRequest e) {
    try {
      Response response = new Response(transport, inbound, Map.of(), false, false, true);
      response.json(e.status(), Json.object().put("message", e.getMessage()));
      transport.shutdownOutput();
    } catch (IOException gone) {
      return;
    }
  }

  /** Returns whether the connection can be used again. */
  private boolean exchange(ClassicHttpRequest head) throws IOException, InterruptedException {
    boolean old = HttpVersion.HTTP_1_0.equals(head.getVersion());
    Response response =
        new Response(
            transport,
            inbound,
            service.headers(),
            head.getMethod().equals("HEAD"),
            old,
            closes(head));
    InputStream content = content(head);
    Work work = new Work(content == null);
    RequestBody body =
        new RequestBody(
            content == null ? InputStream.nullInputStream() : content,
            new RequestBody.BodyListener() {
              @Override
              public void begins() throws IOException {
                // Behind the beginning of an answer it would be a part of that.
                if (expectsContinue(head) && !response.hasBegun()) {
                  transport.out().write(CONTINUE);
                }
              }

              @Override
              public void ended() {
                work.bodyEnded();
              }
            });
    Manner manner = handle(head, response, work, body, content != null);
    if (response.isTakenOver() || manner == Manner.TAKE_OVER && response.closesConnection()) {
      return false;
    }
    if (!work.awaitBody()) {
      return !expectsContinue(head) && isRestShort(body) && !response.closesConnection();
    }
    return !response.closesConnection();
  }

  private Manner handle(
      ClassicHttpRequest head, Response response, Work work, RequestBody body, boolean hasBody)
      throws InterruptedException, IOException {
    Target target;
    Router.Match match;
    try {
      service.admit(head, transport);
      target = Target.parse(head.getRequestUri());
      match = service.match(head.getMethod(), target);
    } catch (HttpFailure e) {
      work.run(() -> answer(response, _ -> fail(response, e.status(), e.text())));
      return Manner.BRIEF;
    }
    InputStream input;
    try {
      input = match.manner() == Manner.TRANSFER ? body : document(head, body);
    } catch (HttpFailure e) {
      response.closeConnection();
      work.run(() -> answer(response, _ -> fail(response, e.status(), e.text())));
      return Manner.BRIEF;
    }
    Request request = new Request(head, target, match.parameters(), input, hasBody);
    Runnable handling =
        () -> work.run(() -> answer(response, r -> match.handler().handle(request, r)));
    current = work;
    try {
      if (match.manner() == Manner.BRIEF) {
        handling.run();
      } else {
        start(match.manner(), handling, response, work);
        watch(match.manner(), work);
      }
      work.awaitEnd();
    } finally {
      current = null;
    }
    return match.manner();
  }

  /**
   * A body that is short, whole: however slowly it comes, no thread of a handler waits for it.
   *
   * @throws HttpFailure for one that is too long or cut off
   */
  private InputStream document(ClassicHttpRequest head, RequestBody body) throws IOException {
    Header length = head.getFirstHeader("Content-Length");
    if (length != null && Long.parseLong(length.getValue()) > Request.LONGEST_DOCUMENT) {
      throw Request.tooLong();
    }
    deadline.in(service.patience().document());
    try {
      byte[] bytes = body.readNBytes(Request.LONGEST_DOCUMENT + 1);
      if (bytes.length > Request.LONGEST_DOCUMENT) {
        throw Request.tooLong();
      }
      return new ByteArrayInputStream(bytes);
    } catch (ConnectionClosedException | MalformedChunkCodingException e) {
      throw cutOff();
    } finally {
      deadline.none();
    }
  }

  private void start(Manner manner, Runnable handling, Response response, Work work) {
    try {
      if (manner.blocksInKernel()) {
        service.threads().execute(handling);
      } else {
        Thread.ofVirtual().name("api wait").start(handling);
      }
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      work.run(() ->
          answer(response, r -> fail(r, 503, "the engine handles too many requests at once")));
    }
  }

  /** Returns when the work is done, or something new has come from the client. */
  private void watch(Manner manner, Work work) throws InterruptedException, IOException {
    if (manner == Manner.TAKE_OVER || !work.awaitBody()) {
      return;
    }
    boolean more;
    try {
      more = inbound.await();
    } catch (IOException e) {
      work.cancel();
      work.awaitEnd();
      throw e;
    }
    if (!more && manner.isCancellable()) {
      work.cancel();
    }
  }

  /** What answers a request, and may fail. */
  private interface Answering {
    void answer(Response response) throws IOException, InterruptedException;
  }

  /** Makes an answer of every failure, as long as none has begun. */
  private void answer(Response response, Answering answering) {
    try {
      try {
        answering.answer(response);
        response.finish();
      } catch (HttpFailure e) {
        fail(response, e.status(), e.text());
      } catch (JdockException e) {
        fail(response, e.kind().httpStatus(), String.valueOf(e.getMessage()));
      } catch (RuntimeException e) {
        log(e);
        fail(response, 500, Reason.of(e));
      } catch (ConnectionClosedException | MalformedChunkCodingException e) {
        response.closeConnection();
        fail(response, 400, cutOff().text());
      } catch (InterruptedException e) {
        fail(response, 503, "the engine is leaving, or the client is gone");
      }
    } catch (IOException | RuntimeException e) {
      response.closeConnection();
    }
    if (response.closesConnection()) {
      wake(response);
    }
  }

  /** The connection's thread waits for another request, which there will not be. */
  private void wake(Response response) {
    try {
      if (!response.isTakenOver()) {
        transport.shutdownOutput();
      }
      transport.shutdownInput();
    } catch (IOException e) {
      // Closed already.
      return;
    }
  }

  private static HttpFailure cutOff() {
    return HttpFailure.badRequest(
        "the body of the request is cut off, or its chunks are malformed");
  }

  private static void fail(Response response, int status, String message) throws IOException {
    if (response.hasBegun()) {
      // The client finds an answer that has no end.
      response.closeConnection();
    } else {
      response.json(status, Json.object().put("message", message));
    }
  }

  private void log(RuntimeException e) {
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace));
    service.log("API: " + trace);
  }

  private @Nullable InputStream content(ClassicHttpRequest head) throws IOException {
    long length;
    try {
      length = DefaultContentLengthStrategy.INSTANCE.determineLength(head);
    } catch (HttpException e) {
      throw new MalformedRequest(400, "malformed request: " + e.getMessage());
    }
    if (length == ContentLengthStrategy.CHUNKED) {
      return new ChunkedInputStream(inbound.buffer(), inbound.source(), Http1Config.DEFAULT);
    }
    return length > 0
        ? new ContentLengthInputStream(inbound.buffer(), inbound.source(), length)
        : null;
  }

  private static boolean closes(ClassicHttpRequest head) {
    for (Header connection : head.getHeaders("Connection")) {
      for (String option : String.valueOf(connection.getValue()).split(",", -1)) {
        if (option.strip().equalsIgnoreCase("close")) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean expectsContinue(ClassicHttpRequest head) {
    return head.getFirstHeader("Expect") != null
        && head.getFirstHeader("Expect").getValue().equalsIgnoreCase("100-continue");
  }

  private boolean isRestShort(InputStream body) throws IOException {
    deadline.in(service.patience().rest());
    byte[] rest = new byte[8 << 10];
    int read = 0;
    while (read < MOST_REST) {
      int count = body.read(rest);
      if (count < 0) {
        deadline.none();
        return true;
      }
      read += count;
    }
    return false;
  }
}
