package dev.jdock.image.ssh;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/** Messages of agents on a stream: four bytes of length, one of type, the rest. */
final class Messages {
  static final int FAILURE = 5;
  static final int REQUEST_IDENTITIES = 11;
  static final int IDENTITIES = 12;
  static final int SIGN_REQUEST = 13;
  static final int SIGNATURE = 14;

  /** As in OpenSSH: AGENT_MAX_LEN of its authfd.c. */
  static final int LONGEST = 256 * 1024;

  private Messages() {}

  /**
   * @return nothing at the end of the stream
   * @throws IOException also for a message that is longer than any
   */
  static Optional<byte[]> read(InputStream in) throws IOException {
    var data = new DataInputStream(in);
    int length;
    try {
      length = data.readInt();
    } catch (EOFException e) {
      return Optional.empty();
    }
    if (length < 1 || length > LONGEST) {
      throw new IOException("a message of " + Integer.toUnsignedString(length) + " bytes");
    }
    byte[] message = new byte[length];
    data.readFully(message);
    return Optional.of(message);
  }

  static void write(OutputStream out, byte[] message) throws IOException {
    // In one piece, as some clients read it.
    byte[] whole = new byte[4 + message.length];
    System.arraycopy(message, 0, whole, 4, message.length);
    for (int i = 0; i < 4; i++) {
      whole[i] = (byte) (message.length >> (24 - 8 * i));
    }
    var data = new DataOutputStream(out);
    data.write(whole);
    data.flush();
  }

  static byte[] failure() {
    return new byte[] {FAILURE};
  }
}
