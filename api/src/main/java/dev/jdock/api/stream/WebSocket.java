package dev.jdock.api.stream;

import dev.jdock.api.http.HttpFailure;
import dev.jdock.api.http.Request;
import dev.jdock.api.http.Response;
import dev.jdock.api.http.Takeover;
import dev.jdock.linux.socket.HangUps;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The server's end of a websocket (RFC 6455): a stream of bytes in each direction. Where a message
 * ends, and whether it is called text, does not matter to either.
 */
public final class WebSocket implements AutoCloseable {
  private static final String PROTOCOL = "websocket";
  private static final String VERSION = "13";

  /** RFC 6455, section 1.3. */
  private static final String SALT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private static final int KEY_BYTES = 16;
  private static final int CONTINUATION = 0;
  private static final int TEXT = 1;
  private static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;
  private static final int LAST_FRAME = 0x80;
  private static final int MASKED = 0x80;

  /** Bytes of a ping's or a close's content, section 5.5. */
  private static final int LONGEST_CONTROL = 125;

  private static final byte[] NORMAL = {(byte) (1000 >>> 8), (byte) 1000};
  private static final byte[] PROTOCOL_ERROR = {(byte) (1002 >>> 8), (byte) 1002};

  private final Takeover client;
  private final int kind;
  private final InputStream in;
  private final OutputStream out = new Frames();
  private boolean closed;
  private @Nullable Runnable ended;

  private WebSocket(Takeover client, int kind) {
    this.client = client;
    this.kind = kind;
    this.in = new Messages(client.in());
  }

  /**
   * Answers a client that asks for one. Extensions and subprotocols are not agreed on.
   *
   * @param binary whether what is sent is called so; text otherwise, whatever it holds
   * @throws HttpFailure 400 or 426 for a request that is none for a websocket
   */
  public static WebSocket accept(Request request, Response response, boolean binary)
      throws IOException {
    String key = key(request);
    response.header("Sec-WebSocket-Accept", digest(key));
    return new WebSocket(response.takeOver(request, PROTOCOL, null), binary ? BINARY : TEXT);
  }

  private static String key(Request request) {
    if (!request.upgradesTo(PROTOCOL)) {
      throw HttpFailure.badRequest("not a request for a websocket");
    }
    if (!VERSION.equals(request.header("Sec-WebSocket-Version"))) {
      throw new HttpFailure(426, "websockets of version 13 are spoken here");
    }
    String key = request.header("Sec-WebSocket-Key");
    try {
      if (key != null && Base64.getDecoder().decode(key.strip()).length == KEY_BYTES) {
        return key.strip();
      }
    } catch (IllegalArgumentException e) {
      // As for one of another length.
    }
    throw HttpFailure.badRequest("malformed Sec-WebSocket-Key");
  }

  private static String digest(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest((key + SALT).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the client's messages hold; ends when the client closes the websocket, or is gone. */
  public InputStream in() {
    return in;
  }

  /** Each write is a message. */
  public OutputStream out() {
    return out;
  }

  /**
   * Called once when the reader of {@link #in} finds the end, unless this one is closed by then.
   *
   * @param action must not block
   */
  public synchronized void onEnd(Runnable action) {
    ended = action;
  }

  private synchronized void ended() {
    Runnable action = ended;
    ended = null;
    if (action != null) {
      action.run();
    }
  }

  /** Interrupts the calling thread when the client is gone altogether, until it is closed. */
  public HangUps.Watch interruptOnHangUp() throws IOException {
    return client.interruptOnHangUp();
  }

  /** Tells the client that it is over. */
  @Override
  public synchronized void close() throws IOException {
    ended = null;
    end(NORMAL);
  }

  private synchronized void end(byte[] reason) throws IOException {
    if (!closed) {
      send(CLOSE, reason, 0, reason.length);
      closed = true;
    }
  }

  private synchronized void send(int operation, byte[] bytes, int offset, int length)
      throws IOException {
    if (closed) {
      throw new IOException("the websocket is closed");
    }
    byte[] head = head(operation, length);
    byte[] frame = new byte[head.length + length];
    System.arraycopy(head, 0, frame, 0, head.length);
    System.arraycopy(bytes, offset, frame, head.length, length);
    client.out().write(frame);
  }

  private static byte[] head(int operation, int length) {
    byte first = (byte) (LAST_FRAME | operation);
    if (length <= LONGEST_CONTROL) {
      return new byte[] {first, (byte) length};
    }
    if (length <= 0xffff) {
      return new byte[] {first, 126, (byte) (length >>> 8), (byte) length};
    }
    return new byte[] {
      first,
      127,
      0,
      0,
      0,
      0,
      (byte) (length >>> 24),
      (byte) (length >>> 16),
      (byte) (length >>> 8),
      (byte) length
    };
  }

  /** One frame each, none for nothing. */
  private final class Frames extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (length > 0) {
        send(kind, bytes, offset, length);
      }
    }
  }

  /** Reads frames; those about the connection are answered on the way. */
  private final class Messages extends InputStream {
    private final byte[] mask = new byte[4];
    private final InputStream source;
    private long left;
    private int at;
    private boolean inMessage;
    private boolean over;

    Messages(InputStream source) {
      this.source = source;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      int count = -1;
      try {
        count = content(bytes, offset, length);
      } finally {
        if (count < 0) {
          over = true;
          ended();
        }
      }
      return count;
    }

    private int content(byte[] bytes, int offset, int length) throws IOException {
      while (left == 0 && !over) {
        over = !nextFrame();
      }
      int count = over ? -1 : source.read(bytes, offset, (int) Math.min(length, left));
      if (count > 0) {
        unmask(bytes, offset, count);
        left -= count;
      }
      return count;
    }

    /** Closing it wakes a reader. */
    @Override
    public void close() throws IOException {
      source.close();
    }

    /** Returns false at the end, and for what is no frame. */
    private boolean nextFrame() throws IOException {
      int first = source.read();
      int second = source.read();
      if (first < 0 || second < 0) {
        return false;
      }
      int operation = first & 0x0f;
      boolean last = (first & LAST_FRAME) != 0;
      long length = length(second & 0x7f);
      // Reserved bits belong to extensions, and a client masks all that it sends (section 5.1).
      if ((first & 0x70) != 0
          || (second & MASKED) == 0
          || length < 0
          || source.readNBytes(mask, 0, mask.length) < mask.length) {
        return refuse();
      }
      at = 0;
      return operation >= CLOSE ? control(operation, last, length) : data(operation, last, length);
    }

    /** Negative for one that is cut off, or longer than there can be. */
    private long length(int said) throws IOException {
      if (said < 126) {
        return said;
      }
      byte[] bytes = source.readNBytes(said == 126 ? 2 : 8);
      if (bytes.length < (said == 126 ? 2 : 8)) {
        return -1;
      }
      long length = 0;
      for (byte each : bytes) {
        length = length << 8 | each & 0xff;
      }
      return length;
    }

    private boolean data(int operation, boolean last, long length) throws IOException {
      if (operation > BINARY || inMessage != (operation == CONTINUATION)) {
        return refuse();
      }
      inMessage = !last;
      left = length;
      return true;
    }

    private boolean control(int operation, boolean last, long length) throws IOException {
      if (!last || length > LONGEST_CONTROL) {
        return refuse();
      }
      byte @Nullable [] content = whole((int) length);
      if (content == null) {
        return false;
      }
      switch (operation) {
        case PING -> send(PONG, content, 0, content.length);
        case PONG -> {}
        case CLOSE -> {
          // Answered at the end of what is sent here, as Docker does.
          return false;
        }
        default -> {
          return refuse();
        }
      }
      return true;
    }

    private byte @Nullable [] whole(int length) throws IOException {
      byte[] bytes = source.readNBytes(length);
      if (bytes.length < length) {
        return null;
      }
      unmask(bytes, 0, length);
      return bytes;
    }

    private void unmask(byte[] bytes, int offset, int count) {
      for (int i = offset; i < offset + count; i++) {
        bytes[i] ^= mask[at++ & 3];
      }
    }

    private boolean refuse() throws IOException {
      end(PROTOCOL_ERROR);
      return false;
    }
  }
}
