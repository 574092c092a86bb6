package dev.jdock.cli.hcl.function;

import dev.jdock.cli.hcl.Json;
import dev.jdock.cli.hcl.Value;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Encodings and digests. */
final class CodecFunctions {
  private static final Map<String, UUID> NAMESPACES =
      Map.of(
          "dns", UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8"),
          "url", UUID.fromString("6ba7b811-9dad-11d1-80b4-00c04fd430c8"),
          "oid", UUID.fromString("6ba7b812-9dad-11d1-80b4-00c04fd430c8"),
          "x500", UUID.fromString("6ba7b814-9dad-11d1-80b4-00c04fd430c8"));

  private CodecFunctions() {}

  static Map<String, Builtin> all() {
    Map<String, Builtin> all = new HashMap<>();
    all.put(
        "base64encode",
        Builtin.of(1, a -> a.made(Base64.getEncoder().encodeToString(bytes(a.text(0))))));
    all.put("base64decode", Builtin.of(1, CodecFunctions::base64));
    all.put(
        "urlencode",
        Builtin.of(
            1,
            a ->
                a.made(
                    URLEncoder.encode(a.text(0), StandardCharsets.UTF_8)
                        .replace("*", "%2A")
                        .replace("%7E", "~"))));
    all.put("jsonencode", Builtin.of(1, a -> a.made(Json.text(a.value(0)))));
    all.put("jsondecode", Builtin.of(1, CodecFunctions::fromJson));
    all.put("csvdecode", Builtin.of(1, CodecFunctions::csv));
    all.put("md5", digest("MD5"));
    all.put("sha1", digest("SHA-1"));
    all.put("sha256", digest("SHA-256"));
    all.put("sha512", digest("SHA-512"));
    all.put("uuidv4", Builtin.of(0, a -> a.made(UUID.randomUUID().toString())));
    all.put("uuidv5", Builtin.of(2, CodecFunctions::uuid));
    return all;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Value base64(Arguments a) {
    try {
      byte[] bytes = Base64.getDecoder().decode(a.text(0));
      return a.made(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (IllegalArgumentException e) {
      throw a.failed("failed to decode base64 data: " + e.getMessage());
    } catch (CharacterCodingException e) {
      throw a.failed("the result of decoding the provided string is not valid UTF-8");
    }
  }

  private static MessageDigest algorithm(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Builtin digest(String name) {
    return Builtin.of(
        1, a -> a.made(HexFormat.of().formatHex(algorithm(name).digest(bytes(a.text(0))))));
  }

  private static Value uuid(Arguments a) {
    UUID space = NAMESPACES.get(a.text(0));
    if (space == null) {
      try {
        space = UUID.fromString(a.text(0));
      } catch (IllegalArgumentException e) {
        throw a.failed("uuidv5() doesn't support namespace " + a.text(0));
      }
    }
    MessageDigest digest = algorithm("SHA-1");
    digest.update(
        ByteBuffer.allocate(16)
            .putLong(space.getMostSignificantBits())
            .putLong(space.getLeastSignificantBits())
            .flip());
    byte[] hash = digest.digest(bytes(a.text(1)));
    hash[6] = (byte) ((hash[6] & 0x0f) | 0x50);
    hash[8] = (byte) ((hash[8] & 0x3f) | 0x80);
    ByteBuffer parts = ByteBuffer.wrap(hash);
    return a.made(new UUID(parts.getLong(), parts.getLong()).toString());
  }

  private static Value fromJson(Arguments a) {
    a.site().items(a.text(0).length() / 2);
    return Json.parse(a.text(0), a.site().range());
  }

  private static Value csv(Arguments a) {
    List<List<String>> rows = rows(a, a.text(0));
    if (rows.isEmpty()) {
      throw a.failed("missing header line");
    }
    List<String> header = rows.getFirst();
    var result = new ArrayList<Value>();
    for (List<String> row : rows.subList(1, rows.size())) {
      if (row.size() != header.size()) {
        throw a.failed("wrong number of fields in line " + (result.size() + 2));
      }
      Map<String, Value> members = new TreeMap<>();
      for (int i = 0; i < row.size(); i++) {
        members.put(header.get(i), Value.of(row.get(i)));
      }
      result.add(Value.object(members));
      a.site().items(row.size());
    }
    return a.made(result);
  }

  private static List<List<String>> rows(Arguments a, String text) {
    var rows = new ArrayList<List<String>>();
    var row = new ArrayList<String>();
    var field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && c == '"' && text.startsWith("\"\"", i)) {
        field.append('"');
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == ',' || c == '\n')) {
        row.add(field.toString());
        field.setLength(0);
        if (c == '\n') {
          addRow(rows, row);
          row.clear();
        }
      } else if (quoted || c != '\r') {
        field.append(c);
      }
    }
    if (quoted) {
      throw a.failed("a quoted field has no end");
    }
    row.add(field.toString());
    addRow(rows, row);
    return rows;
  }

  /** Empty lines do not count. */
  private static void addRow(List<List<String>> rows, List<String> row) {
    if (row.size() > 1 || !row.getFirst().isEmpty()) {
      rows.add(List.copyOf(row));
    }
  }
}
