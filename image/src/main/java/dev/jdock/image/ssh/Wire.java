package dev.jdock.image.ssh;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Numbers and strings as SSH writes them: RFC 4251, section 5. */
final class Wire {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  Wire add(int type) {
    bytes.write(type);
    return this;
  }

  Wire addNumber(int number) {
    bytes.writeBytes(ByteBuffer.allocate(4).putInt(number).array());
    return this;
  }

  Wire add(byte[] string) {
    addNumber(string.length);
    bytes.writeBytes(string);
    return this;
  }

  Wire add(String string) {
    return add(string.getBytes(StandardCharsets.UTF_8));
  }

  Wire add(BigInteger number) {
    return add(number.signum() == 0 ? new byte[0] : number.toByteArray());
  }

  byte[] done() {
    return bytes.toByteArray();
  }

  /** Reads what {@link Wire} writes. */
  static final class Reader {
    private final ByteBuffer in;

    Reader(byte[] bytes, int from) {
      in = ByteBuffer.wrap(bytes, from, bytes.length - from);
    }

    int number() throws IOException {
      try {
        return in.getInt();
      } catch (BufferUnderflowException e) {
        throw new IOException("truncated", e);
      }
    }

    byte[] string() throws IOException {
      int length = number();
      if (length < 0 || length > in.remaining()) {
        throw new IOException("truncated");
      }
      byte[] result = new byte[length];
      in.get(result);
      return result;
    }

    String text() throws IOException {
      return new String(string(), StandardCharsets.UTF_8);
    }

    BigInteger integer() throws IOException {
      byte[] magnitude = string();
      return magnitude.length == 0 ? BigInteger.ZERO : new BigInteger(magnitude);
    }
  }
}
