package dev.jdock.runtime.log;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** What a reader may want before each entry of a log: its time, its attributes, or both. */
final class EntryPrefix {
  /** Docker's fixed-width form, so that lines can be sorted. */
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z' ", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private EntryPrefix() {}

  /** The entry with what the query wants before it. */
  static byte[] of(LogQuery query, LogEntry entry) {
    if (!query.timestamps() && !query.details()) {
      return entry.bytes();
    }
    ByteArrayOutputStream text = new ByteArrayOutputStream(64 + entry.bytes().length);
    if (query.timestamps()) {
      text.writeBytes(TIMESTAMP.format(entry.time()).getBytes(StandardCharsets.UTF_8));
    }
    if (query.details()) {
      text.writeBytes((details(entry.attributes()) + " ").getBytes(StandardCharsets.UTF_8));
    }
    text.writeBytes(entry.bytes());
    return text.toByteArray();
  }

  private static String details(SortedMap<String, String> attributes) {
    return attributes.entrySet().stream()
        .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
        .collect(Collectors.joining(","));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
