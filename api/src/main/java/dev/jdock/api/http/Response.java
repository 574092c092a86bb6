package dev.jdock.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.ChunkedOutputStream;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseWriter;
import org.apache.hc.core5.http.impl.io.SessionOutputBufferImpl;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.jspecify.annotations.Nullable;

/** What a client is answered, once. */
public final class Response {
  /** Of chunks. */
  private static final int BUFFER = 32 << 10;

  private static final int SMALL_BUFFER = 1 << 10;

  /** A head and a short body; what is longer is not copied into it. */
  private static final int HEAD_BUFFER = 2 << 10;

  private final Transport transport;
  private final Inbound inbound;
  private final SessionOutputBufferImpl buffer = new SessionOutputBufferImpl(HEAD_BUFFER);
  private final boolean headOnly;
  private final boolean old;
  private final Map<String, String> headers;
  private boolean begun;
  private boolean takenOver;
  private boolean closes;
  private @Nullable ChunkedOutputStream chunks;

  /**
   * @param headers of every answer
   * @param headOnly the request was HEAD
   * @param old the client speaks HTTP/1.0, which knows no chunks
   * @param closes the connection is to end with this answer
   */
  Response(
      Transport transport,
      Inbound inbound,
      Map<String, String> headers,
      boolean headOnly,
      boolean old,
      boolean closes) {
    this.transport = transport;
    this.inbound = inbound;
    this.headers = new LinkedHashMap<>(headers);
    this.headOnly = headOnly;
    this.old = old;
    this.closes = closes || old;
  }

  /** Adds a header, or replaces one, of an answer that has not begun. */
  public Response header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** Answers without a body. */
  public void empty(int status) throws IOException {
    send(status, null, new byte[0]);
  }

  /** Answers with a document. */
  public void json(int status, JsonNode json) throws IOException {
    send(
        status,
        "application/json",
        (Json.mapper().writeValueAsString(json) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Answers with a body that is there.
   *
   * @param type null for none
   */
  public void send(int status, @Nullable String type, byte[] body) throws IOException {
    boolean bodiless = status == 204 || status == 304;
    if (!bodiless) {
      headers.put("Content-Length", Integer.toString(body.length));
    }
    begin(status, type);
    if (!headOnly && !bodiless) {
      buffer.write(body, transport.out());
    }
    buffer.flush(transport.out());
  }

  /**
   * A body of unknown length, with status 200. Nothing is sent before it is flushed or a buffer is
   * full: until then a failure can still be the answer.
   */
  public OutputStream stream(String type) {
    return new Stream(type, BUFFER);
  }

  /** As {@link #stream}, of which there may be thousands: for a document now and then. */
  public OutputStream trickle(String type) {
    return new Stream(type, SMALL_BUFFER);
  }

  /** Who has asked: {@link Transport#peer}. */
  public String peer() {
    return transport.peer();
  }

  /**
   * Answers, and takes the connection over: with 101 where the client has asked to upgrade, else
   * with 200 and without a length.
   *
   * @param type of what follows; null for another protocol
   */
  public Takeover takeOver(Request request, String protocol, @Nullable String type)
      throws IOException {
    takenOver = true;
    closes = false;
    if (type != null) {
      headers.put("Content-Type", type);
    }
    if (request.upgradesTo(protocol)) {
      headers.put("Connection", "Upgrade");
      headers.put("Upgrade", protocol);
      begin(101, null);
    } else {
      begin(200, null);
    }
    buffer.flush(transport.out());
    return new Takeover(inbound, transport);
  }

  /** Whether the answer has begun, so that nothing else can be answered any more. */
  public boolean hasBegun() {
    return begun;
  }

  boolean isTakenOver() {
    return takenOver;
  }

  /** Ends the body, if it has no length. */
  void finish() throws IOException {
    if (chunks != null) {
      chunks.finish();
    }
    buffer.flush(transport.out());
  }

  boolean closesConnection() {
    return closes || takenOver;
  }

  void closeConnection() {
    closes = true;
  }

  private void begin(int status, @Nullable String type) throws IOException {
    if (begun) {
      throw new IllegalStateException("answered twice");
    }
    begun = true;
    ClassicHttpResponse response =
        new BasicClassicHttpResponse(status, status == 101 ? "UPGRADED" : null);
    if (type != null) {
      response.setHeader("Content-Type", type);
    }
    headers.forEach(response::setHeader);
    if (closes && !takenOver) {
      response.setHeader("Connection", "close");
    }
    try {
      new DefaultHttpResponseWriter().write(response, buffer, transport.out());
    } catch (HttpException e) {
      throw new IOException(e);
    }
  }

  /** Begins the answer with its first bytes. */
  private final class Stream extends FilterOutputStream {
    private final String type;
    private final int chunk;
    private boolean started;

    Stream(String type, int chunk) {
      super(OutputStream.nullOutputStream());
      this.type = type;
      this.chunk = chunk;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      start();
      out.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
      start();
      out.flush();
      buffer.flush(transport.out());
    }

    /** The connection stays open. */
    @Override
    public void close() throws IOException {
      flush();
    }

    private void start() throws IOException {
      if (started) {
        return;
      }
      started = true;
      if (old || headOnly) {
        begin(200, type);
        out = headOnly ? OutputStream.nullOutputStream() : new Plain();
        return;
      }
      headers.put("Transfer-Encoding", "chunked");
      begin(200, type);
      ChunkedOutputStream body = new ChunkedOutputStream(buffer, transport.out(), chunk);
      chunks = body;
      out = body;
    }
  }

  /** A body that ends with the connection. */
  private final class Plain extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      buffer.write(b, transport.out());
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      buffer.write(bytes, offset, length, transport.out());
    }
  }
}
