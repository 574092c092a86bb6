package dev.jdock.api.grpc;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;

/**
 * Writes a protobuf message by the numbers of its fields. What is zero or empty is left out, as
 * proto3 has it.
 */
public final class ProtoWriter {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

  private interface Writing {
    void write() throws IOException;
  }

  private ProtoWriter write(boolean present, Writing writing) {
    try {
      if (present) {
        writing.write();
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public ProtoWriter text(int field, String text) {
    return write(!text.isEmpty(), () -> out.writeString(field, text));
  }

  public ProtoWriter number(int field, long number) {
    return write(number != 0, () -> out.writeInt64(field, number));
  }

  public ProtoWriter flag(int field, boolean flag) {
    return write(flag, () -> out.writeBool(field, true));
  }

  public ProtoWriter bytes(int field, byte[] content) {
    return write(content.length > 0, () -> out.writeByteArray(field, content));
  }

  /** A message within, also an empty one. */
  public ProtoWriter message(int field, ProtoWriter message) {
    return write(true, () -> out.writeByteArray(field, message.toBytes()));
  }

  /** A {@code google.protobuf.Timestamp}. */
  public ProtoWriter time(int field, Instant time) {
    return message(
        field, new ProtoWriter().number(1, time.getEpochSecond()).number(2, time.getNano()));
  }

  /** An entry of a map. */
  public ProtoWriter entry(int field, String key, String value) {
    return message(field, new ProtoWriter().text(1, key).text(2, value));
  }

  /** All entries of a map. */
  public ProtoWriter entries(int field, Map<String, String> map) {
    map.forEach((key, value) -> entry(field, key, value));
    return this;
  }

  public byte[] toBytes() {
    try {
      out.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
