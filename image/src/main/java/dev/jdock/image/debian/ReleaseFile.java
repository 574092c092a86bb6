package dev.jdock.image.debian;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a mirror says of a suite ({@code Release}, in Debian's repository format).
 *
 * @param suite {@code stable}
 * @param codename {@code bookworm}
 * @param validUntil null where it does not grow old
 * @param byHash whether lists are there by the names of their digests, too, so that none changes
 *     between two requests
 * @param files by their paths below the suite's
 */
record ReleaseFile(
    String suite,
    String codename,
    Instant date,
    @Nullable Instant validUntil,
    boolean byHash,
    List<String> architectures,
    Map<String, Listed> files) {

  /**
   * @param size in bytes
   */
  record Listed(Digest digest, long size) {}

  /** As RFC 5322 has it, with hours of one digit, too: {@code Sat, 21 Nov 2026 0:45:27 UTC}. */
  private static final DateTimeFormatter DATE =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .appendPattern("EEE, d MMM yyyy H:mm:ss z")
          .toFormatter(Locale.ROOT);

  private static final int SHOWN = 40;

  /** By how much the clocks of two machines may differ. */
  private static final Duration SKEW = Duration.ofMinutes(1);

  ReleaseFile {
    architectures = List.copyOf(architectures);
    files = Map.copyOf(files);
  }

  /**
   * @param name in messages
   * @throws JdockException INVALID for what is no such file
   */
  static ReleaseFile parse(byte[] text, String name) {
    Map<String, String> fields = new HashMap<>();
    try {
      Stanzas.read(new ByteArrayInputStream(text), Set.of(), fields::putAll);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    String date = fields.get("date");
    if (date == null || !fields.containsKey("sha256")) {
      throw JdockException.invalid(name + " is no release file");
    }
    String until = fields.get("valid-until");
    Map<String, Listed> files = new HashMap<>();
    fields
        .get("sha256")
        .lines()
        .filter(line -> !line.isBlank())
        .forEach(line -> {
          String[] parts = line.strip().split("\\s+", 3);
          if (parts.length < 3) {
            throw JdockException.invalid(name + " has an invalid line: " + shortened(line));
          }
          files.put(parts[2], listed(parts, name));
        });
    return new ReleaseFile(
        fields.getOrDefault("suite", ""),
        fields.getOrDefault("codename", ""),
        time(date, name),
        until == null ? null : time(until, name),
        fields.getOrDefault("acquire-by-hash", "").equals("yes"),
        List.of(fields.getOrDefault("architectures", "").split("\\s+", -1)),
        files);
  }

  private static Listed listed(String[] parts, String name) {
    try {
      return new Listed(Digest.parse(Digest.PREFIX + parts[0]), Long.parseUnsignedLong(parts[1]));
    } catch (NumberFormatException e) {
      throw new JdockException(
          JdockException.Kind.INVALID, name + " has an invalid size: " + shortened(parts[1]), e);
    }
  }

  private static Instant time(String text, String name) {
    try {
      return ZonedDateTime.parse(text.replaceAll("\\s+", " "), DATE).toInstant();
    } catch (DateTimeException e) {
      throw new JdockException(
          JdockException.Kind.INVALID, name + " has an invalid date: " + shortened(text), e);
    }
  }

  private static String shortened(String text) {
    return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
  }

  /**
   * Sees to it that it is the one that was asked for, and not an old one.
   *
   * @param wanted a suite or its codename
   * @throws JdockException FORBIDDEN where it is not
   */
  void check(String wanted, String name, Instant now) {
    if (!wanted.equals(suite) && !wanted.equals(codename)) {
      throw JdockException.forbidden(
          "%s is not of the suite \"%s\": it is of \"%s\"".formatted(name, wanted, codename));
    }
    if (date.isAfter(now.plus(SKEW))) {
      throw JdockException.forbidden(
          "%s is of a time to come, %s: is this machine's clock right?".formatted(name, date));
    }
    if (validUntil != null && validUntil.isBefore(now)) {
      throw JdockException.forbidden(
          "%s is too old: it was valid until %s. The mirror is not kept up to date, or somebody"
                  .formatted(name, validUntil)
              + " holds back newer packages");
    }
  }

  /** The best form of a list that is there: its path, and what it has to be. */
  Optional<Map.Entry<String, Listed>> packages(String component, String architecture) {
    for (String suffix : List.of(".xz", ".gz", "")) {
      String path = component + "/binary-" + architecture + "/Packages" + suffix;
      Listed listed = files.get(path);
      if (listed != null) {
        return Optional.of(Map.entry(path, listed));
      }
    }
    return Optional.empty();
  }
}
