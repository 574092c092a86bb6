package dev.jdock.image.layer;

import dev.jdock.linux.deflate.RawInflater;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;

/** The content of a gzip file (RFC 1952), of all its members after each other. */
final class GzipInput extends InputStream {
  private static final int BUFFER = 64 * 1024;
  private static final int MAGIC = 0x8b1f;
  private static final int DEFLATE = 8;
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xe0;

  private final InputStream in;
  private final RawInflater inflater = RawInflater.create();
  private final CRC32 crc = new CRC32();
  private final CRC32 headerCrc = new CRC32();
  // The inflater may give back bytes that came before those that are in the buffer now.
  private final byte[] buffer = new byte[RawInflater.LOOK_AHEAD + BUFFER];
  private int at = RawInflater.LOOK_AHEAD;
  private int end = RawInflater.LOOK_AHEAD;
  private long size;
  private boolean ended;

  /** Reads the first member's header. */
  GzipInput(InputStream in) throws IOException {
    this.in = in;
    try {
      if (!fill()) {
        throw eof();
      }
      readHeader();
    } catch (IOException | RuntimeException e) {
      inflater.close();
      throw e;
    }
  }

  private static EOFException eof() {
    return new EOFException("unexpected EOF");
  }

  private boolean fill() throws IOException {
    System.arraycopy(buffer, end - RawInflater.LOOK_AHEAD, buffer, 0, RawInflater.LOOK_AHEAD);
    at = RawInflater.LOOK_AHEAD;
    int count = in.read(buffer, at, BUFFER);
    end = at + Math.max(0, count);
    return count > 0;
  }

  private int next() throws IOException {
    if (at == end && !fill()) {
      throw eof();
    }
    headerCrc.update(buffer[at]);
    return buffer[at++] & 0xff;
  }

  private int next16() throws IOException {
    return next() | next() << 8;
  }

  private long next32() throws IOException {
    return next16() | (long) next16() << 16;
  }

  private void readHeader() throws IOException {
    headerCrc.reset();
    if (next16() != MAGIC) {
      throw new IOException("gzip: invalid header");
    }
    int method = next();
    int flags = next();
    if (method != DEFLATE || (flags & RESERVED) != 0) {
      throw new IOException("gzip: invalid header");
    }
    skip(6); // time, extra flags, operating system
    if ((flags & EXTRA) != 0) {
      skip(next16());
    }
    if ((flags & NAME) != 0) {
      skipText();
    }
    if ((flags & COMMENT) != 0) {
      skipText();
    }
    if ((flags & HEADER_CRC) != 0) {
      int expected = (int) headerCrc.getValue() & 0xffff;
      if (next16() != expected) {
        throw new IOException("gzip: invalid header");
      }
    }
    crc.reset();
    size = 0;
    inflater.reset();
    inflater.input(buffer, at, end - at);
  }

  private void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      int _ = next();
    }
  }

  @SuppressWarnings("StatementWithEmptyBody")
  private void skipText() throws IOException {
    while (next() != 0) {
      // a name or a comment, that nobody asks for
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    while (!ended) {
      int count = inflate(bytes, offset, length);
      if (count > 0) {
        crc.update(bytes, offset, count);
        size += count;
        return count;
      }
      if (inflater.finished()) {
        at = end - inflater.unused();
        endMember();
      } else if (fill()) {
        inflater.input(buffer, at, end - at);
      } else {
        throw eof();
      }
    }
    return -1;
  }

  private int inflate(byte[] bytes, int offset, int length) throws IOException {
    try {
      return inflater.inflate(bytes, offset, length);
    } catch (DataFormatException e) {
      throw new IOException("gzip: invalid data: " + e.getMessage(), e);
    }
  }

  private void endMember() throws IOException {
    if (next32() != crc.getValue() || next32() != (size & 0xffffffffL)) {
      throw new IOException("gzip: invalid checksum");
    }
    if (at == end && !fill()) {
      ended = true;
    } else {
      readHeader();
    }
  }

  /** Reading after it fails. */
  @Override
  public void close() throws IOException {
    inflater.close();
    in.close();
  }
}
