package dev.jdock.cli.launcher;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One message between a launcher and the engine: a type, a length of four bytes (big-endian), and
 * the payload. See docs/engine.md.
 */
public record Frame(byte type, byte[] payload) {
  /** The protocol's version; the launcher and the engine must have the same one. */
  public static final String VERSION = "1";

  /**
   * Of what an engine keeps on disk: higher with each change of a record that keeps an engine which
   * does not know it from starting. Also in jdock.c.
   */
  public static final int STATE = 1;

  /** Engine: version, build, pid, {@link #STATE}. The first frame on every connection. */
  public static final byte HELLO = 'H';

  /** Launcher: number of arguments, arguments, environment. */
  public static final byte REQUEST = 'R';

  /**
   * Launcher, before it has been greeted: its build, and then as in {@link #REQUEST}. Only an
   * engine of that build runs it; another one ends the connection.
   */
  public static final byte BOUND_REQUEST = 'B';

  /** Launcher: a signal that it got, by name without SIG. */
  public static final byte SIGNAL = 'S';

  /** Launcher, instead of a request: leave if you have nothing to do. */
  public static final byte QUIT = 'Q';

  /** Engine: suspend yourself, as the terminal's driver would have done. */
  public static final byte SUSPEND = 'Z';

  /** Engine: print this line and exit with code 125. */
  public static final byte ERROR = 'E';

  /** Engine, the last frame: exit with this code (four bytes). */
  public static final byte EXIT = 'X';

  /**
   * Engine, the last frame: become this program. Number of arguments, arguments of which the first
   * is its path, variables to set ({@code NAME=value}).
   */
  public static final byte PROGRAM = 'P';

  /** Longer than any argument list and environment that execve(2) takes. */
  private static final int LIMIT = 16 << 20;

  private static final int HEADER = 5;

  /** A payload of strings, each ended by a NUL. */
  public static Frame of(byte type, List<byte[]> strings) {
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    for (byte[] string : strings) {
      payload.writeBytes(string);
      payload.write(0);
    }
    return new Frame(type, payload.toByteArray());
  }

  public static Frame of(byte type, String... strings) {
    List<byte[]> bytes = new ArrayList<>();
    for (String string : strings) {
      bytes.add(string.getBytes(StandardCharsets.UTF_8));
    }
    return of(type, bytes);
  }

  public static Frame exit(int code) {
    return new Frame(EXIT, ByteBuffer.allocate(4).putInt(code).array());
  }

  /** The payload's strings; what follows the last NUL is dropped. */
  public List<String> strings() {
    List<String> strings = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < payload.length; i++) {
      if (payload[i] == 0) {
        strings.add(new String(payload, start, i - start, StandardCharsets.UTF_8));
        start = i + 1;
      }
    }
    return strings;
  }

  /**
   * The request in a {@link #BOUND_REQUEST}.
   *
   * @return nothing when it is for another build
   */
  public Optional<Frame> requestTo(String build) {
    byte[] expected = (build + "\0").getBytes(StandardCharsets.UTF_8);
    int length = expected.length;
    return payload.length >= length && Arrays.equals(payload, 0, length, expected, 0, length)
        ? Optional.of(new Frame(REQUEST, Arrays.copyOfRange(payload, length, payload.length)))
        : Optional.empty();
  }

  /** The code of an {@link #EXIT}. */
  public int code() throws IOException {
    if (payload.length != 4) {
      throw new IOException("malformed exit frame");
    }
    return ByteBuffer.wrap(payload).getInt();
  }

  /** The whole frame as it is sent. */
  public byte[] bytes() {
    return ByteBuffer.allocate(HEADER + payload.length)
        .put(type)
        .putInt(payload.length)
        .put(payload)
        .array();
  }

  /**
   * Reads the next frame; null at the end of the stream.
   *
   * @throws IOException when the stream breaks, ends inside a frame, or announces more than 16 MiB
   */
  public static @Nullable Frame read(InputStream stream) throws IOException {
    int type = stream.read();
    if (type < 0) {
      return null;
    }
    DataInputStream data = new DataInputStream(stream);
    int length = data.readInt();
    if (length < 0 || length > LIMIT) {
      throw new IOException("frame of " + length + " bytes");
    }
    byte[] payload = data.readNBytes(length);
    if (payload.length < length) {
      throw new EOFException("the stream ends inside a frame");
    }
    return new Frame((byte) type, payload);
  }
}
