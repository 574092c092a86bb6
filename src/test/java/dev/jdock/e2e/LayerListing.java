package dev.jdock.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * The archive of a layer, a line each file: type, mode, owner, time, name, content or its digest,
 * what a link leads to, device numbers, extended attributes.
 */
final class LayerListing {
  private static final String XATTR = "SCHILY.xattr.";
  private static final String WHITEOUT = ".wh.";
  private static final String OPAQUE = ".wh..opq";
  private static final int SHOWN = 60;

  private final Map<String, String> files = new TreeMap<>();
  private final Map<String, List<String>> names = new TreeMap<>();
  private final Instant started;

  private LayerListing(Instant started) {
    this.started = started;
  }

  static List<String> of(InputStream layer, Instant started) throws IOException {
    LayerListing listing = new LayerListing(started);
    try (TarArchiveInputStream tar = new TarArchiveInputStream(layer, "UTF-8")) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        listing.add(entry, tar);
      }
    }
    return listing.lines();
  }

  /** To the second, since layers need not have more; what was made just now is not comparable. */
  static String time(Instant time, Instant started) {
    return time.isAfter(started) ? "now" : time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private void add(TarArchiveEntry entry, TarArchiveInputStream tar) throws IOException {
    String name = shown(entry.getName());
    if (entry.isLink()) {
      names.computeIfAbsent(shown(entry.getLinkName()), file -> new ArrayList<>()).add(name);
      return;
    }
    int file = name.lastIndexOf('/') + 1;
    if (name.startsWith(WHITEOUT, file)) {
      // Of a whiteout the name alone counts.
      String removed = name.substring(file + WHITEOUT.length());
      files.put(name, "x " + name.substring(0, file) + (removed.equals(OPAQUE) ? "*" : removed));
      return;
    }
    String what =
        switch (entry.getLinkFlag()) {
          case '2' -> " -> " + shown(entry.getLinkName());
          case '3', '4' -> " " + entry.getDevMajor() + ":" + entry.getDevMinor();
          case '5', '6' -> "";
          default -> " " + content(tar.readAllBytes());
        };
    String owner = entry.getLongUserId() + ":" + entry.getLongGroupId();
    String mode = String.format("%04o", entry.getMode() & 07777);
    String time = time(entry.getLastModifiedTime().toInstant(), started);
    files.put(
        name,
        type(entry) + mode + " " + owner + " " + time + " " + name + what + attributes(entry));
  }

  private static char type(TarArchiveEntry entry) {
    return switch (entry.getLinkFlag()) {
      case '2' -> 'l';
      case '3' -> 'c';
      case '4' -> 'b';
      case '5' -> 'd';
      case '6' -> 'p';
      default -> '-';
    };
  }

  /** Short text as it is, all else as its digest. */
  private static String content(byte[] content) {
    String text = new String(content, StandardCharsets.UTF_8);
    if (content.length <= SHOWN && text.chars().allMatch(c -> c == '\n' || c >= ' ' && c < 127)) {
      return '"' + text.replace("\n", "\\n") + '"';
    }
    return content.length + " bytes " + digest(content);
  }

  private static String digest(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String attributes(TarArchiveEntry entry) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(entry.getExtraPaxHeaders())
        .forEach((key, value) -> {
          if (key.startsWith(XATTR)) {
            text.append(' ').append(key.substring(XATTR.length())).append('=').append(shown(value));
          }
        });
    return text.toString();
  }

  /** Without control characters, and what is no UTF-8 in hexadecimal. */
  private static String shown(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          if (c < ' ' || c == 127 || c == 0xfffd) {
            shown.append(String.format("\\x%02x", c));
          } else {
            shown.appendCodePoint(c);
          }
        });
    return shown.toString();
  }

  /**
   * Which of a file's names an archive calls the link depends on who wrote it: all are one line.
   */
  private List<String> lines() {
    List<String> lines = new ArrayList<>(files.values());
    names.forEach((file, others) -> {
      List<String> same = new ArrayList<>(others);
      same.add(file);
      lines.add("= " + String.join(" ", same.stream().sorted().toList()));
    });
    return lines;
  }
}
