package dev.jdock.api.grpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A protobuf message that was read, by the numbers of its fields. Unknown ones do not matter. */
public final class ProtoMessage {
  public static final ProtoMessage EMPTY = new ProtoMessage(Map.of(), Map.of());

  private final Map<Integer, List<byte[]>> contents;
  private final Map<Integer, Long> numbers;

  private ProtoMessage(Map<Integer, List<byte[]>> contents, Map<Integer, Long> numbers) {
    this.contents = contents;
    this.numbers = numbers;
  }

  /**
   * @throws IOException for what is no message
   */
  public static ProtoMessage parse(byte[] bytes) throws IOException {
    Map<Integer, List<byte[]>> contents = new HashMap<>();
    Map<Integer, Long> numbers = new HashMap<>();
    CodedInputStream in = CodedInputStream.newInstance(bytes);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int field = WireFormat.getTagFieldNumber(tag);
      switch (WireFormat.getTagWireType(tag)) {
        case WireFormat.WIRETYPE_VARINT -> numbers.put(field, in.readInt64());
        case WireFormat.WIRETYPE_LENGTH_DELIMITED ->
            contents.computeIfAbsent(field, _ -> new ArrayList<>()).add(in.readByteArray());
        default -> {
          if (!in.skipField(tag)) {
            throw new IOException("an end of a group that has not begun");
          }
        }
      }
    }
    return new ProtoMessage(contents, numbers);
  }

  public boolean has(int field) {
    return contents.containsKey(field) || numbers.containsKey(field);
  }

  /** 0 where there is none. */
  public long number(int field) {
    return numbers.getOrDefault(field, 0L);
  }

  public boolean flag(int field) {
    return number(field) != 0;
  }

  /** Empty where there is none; the last one of several. */
  public byte[] bytes(int field) {
    List<byte[]> all = contents.get(field);
    return all == null ? new byte[0] : all.getLast();
  }

  public String text(int field) {
    return new String(bytes(field), StandardCharsets.UTF_8);
  }

  public List<String> texts(int field) {
    return contents.getOrDefault(field, List.of()).stream()
        .map(each -> new String(each, StandardCharsets.UTF_8))
        .toList();
  }

  /** Null where there is none. */
  public @Nullable ProtoMessage message(int field) throws IOException {
    return contents.containsKey(field) ? parse(bytes(field)) : null;
  }

  public List<ProtoMessage> messages(int field) throws IOException {
    List<ProtoMessage> messages = new ArrayList<>();
    for (byte[] each : contents.getOrDefault(field, List.of())) {
      messages.add(parse(each));
    }
    return messages;
  }

  /** A map of texts. */
  public Map<String, String> map(int field) throws IOException {
    Map<String, String> map = new LinkedHashMap<>();
    for (ProtoMessage entry : messages(field)) {
      map.put(entry.text(1), entry.text(2));
    }
    return map;
  }
}
