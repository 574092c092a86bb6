package dev.jdock.runtime.container;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.ContainerSpec.Logging;
import dev.jdock.runtime.log.LogPolicy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code --log-driver} and {@code --log-opt}. */
final class LogOptions {
  static final String NONE = "none";

  private static final String LOCAL = "local";
  private static final String JSON_FILE = "json-file";
  private static final Set<String> JSON_FILE_OPTIONS =
      Set.of(
          "max-size", "max-file", "compress", "labels", "labels-regex", "env", "env-regex", "tag");
  private static final Set<String> LOCAL_OPTIONS = Set.of("max-size", "max-file", "compress");

  /** Taken by every driver of Docker's; here output is never held up by its log anyway. */
  private static final Set<String> COMMON = Set.of("mode", "max-buffer-size");

  private static final long LOCAL_BYTES = 20 << 20;
  private static final int LOCAL_FILES = 5;
  private static final Pattern SIZE = Pattern.compile("(\\d+)([bkmgBKMG]?)[bB]?");
  private static final Pattern FIELD = Pattern.compile("\\{\\{\\s*\\.(\\w+)\\s*}}");

  private LogOptions() {}

  /**
   * @throws JdockException in Docker's words
   */
  static void check(Logging logging) {
    Set<String> known =
        switch (logging.driver()) {
          case JSON_FILE -> JSON_FILE_OPTIONS;
          case LOCAL -> LOCAL_OPTIONS;
          case NONE -> Set.of();
          default ->
              throw JdockException.invalid(
                  "error looking up logging plugin %1$s: plugin \"%1$s\" not found"
                      .formatted(logging.driver()));
        };
    for (String option : logging.options().keySet()) {
      if (!known.contains(option) && !COMMON.contains(option)) {
        throw JdockException.invalid(
            "unknown log opt '"
                + option
                + (logging.driver().equals(LOCAL)
                    ? "' for log driver local"
                    : "' for " + logging.driver() + " log driver"));
      }
    }
    LogPolicy _ = policy(logging, new TreeMap<>());
  }

  /** How a container's log is kept. */
  static LogPolicy policy(ContainerRecord record) {
    Logging logging = record.spec().logging();
    return policy(logging, attributes(record, logging.options()));
  }

  private static LogPolicy policy(Logging logging, SortedMap<String, String> attributes) {
    boolean local = logging.driver().equals(LOCAL);
    Map<String, String> options = logging.options();
    String size = options.get("max-size");
    long bytes = size == null ? (local ? LOCAL_BYTES : 0) : bytes(size);
    String count = options.get("max-file");
    int files = count == null ? (local ? LOCAL_FILES : 1) : files(count);
    String compressed = options.get("compress");
    boolean compress = compressed == null ? local : bool(compressed);
    if (compressed != null && compress && (files < 2 || bytes == 0)) {
      throw initialisation(
          "compress cannot be true when max-file is less than 2 or max-size is not set");
    }
    return new LogPolicy(bytes, files, compress, attributes);
  }

  private static JdockException initialisation(String why) {
    return JdockException.invalid("failed to initialize logging driver: " + why);
  }

  private static long bytes(String size) {
    Matcher parts = SIZE.matcher(size.strip());
    if (!parts.matches()) {
      throw initialisation("invalid size: '" + size + "'");
    }
    long number = Long.parseLong(parts.group(1));
    long unit =
        switch (parts.group(2)) {
          case "k", "K" -> 1L << 10;
          case "m", "M" -> 1L << 20;
          case "g", "G" -> 1L << 30;
          default -> 1;
        };
    if (number == 0) {
      throw initialisation("max-size must be a positive number");
    }
    return Math.multiplyExact(number, unit);
  }

  private static int files(String count) {
    try {
      int number = Integer.parseInt(count);
      if (number < 1) {
        throw initialisation("max-file cannot be less than 1");
      }
      return number;
    } catch (NumberFormatException e) {
      throw initialisation("strconv.Atoi: parsing \"" + count + "\": invalid syntax");
    }
  }

  private static boolean bool(String text) {
    return switch (text) {
      case "1", "t", "T", "true", "TRUE", "True" -> true;
      case "0", "f", "F", "false", "FALSE", "False" -> false;
      default ->
          throw initialisation("strconv.ParseBool: parsing \"" + text + "\": invalid syntax");
    };
  }

  private static SortedMap<String, String> attributes(
      ContainerRecord record, Map<String, String> options) {
    SortedMap<String, String> attributes = new TreeMap<>();
    Map<String, String> labels = record.config().labels();
    Map<String, String> environment = new TreeMap<>();
    for (String pair : record.config().env()) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        environment.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    pick(labels, options.get("labels"), options.get("labels-regex"), attributes);
    pick(environment, options.get("env"), options.get("env-regex"), attributes);
    String tag = options.get("tag");
    if (tag != null && !tag.isEmpty()) {
      attributes.put("tag", tag(tag, record));
    }
    return attributes;
  }

  private static void pick(
      Map<String, String> from,
      @org.jspecify.annotations.Nullable String names,
      @org.jspecify.annotations.Nullable String pattern,
      Map<String, String> into) {
    List<String> wanted = names == null ? List.of() : List.of(names.split(",", -1));
    from.forEach((name, value) -> {
      if (wanted.contains(name)
          || (pattern != null && Pattern.compile(pattern).matcher(name).find())) {
        into.put(name, value);
      }
    });
  }

  /** The fields of Docker's log tags; others stay as they are. */
  private static String tag(String template, ContainerRecord record) {
    return FIELD
        .matcher(template)
        .replaceAll(field ->
            Matcher.quoteReplacement(
                switch (field.group(1)) {
                  case "ID" -> record.id().substring(0, 12);
                  case "FullID" -> record.id();
                  case "Name" -> record.name();
                  case "ImageID" -> record.imageId().replace("sha256:", "").substring(0, 12);
                  case "ImageFullID" -> record.imageId();
                  case "ImageName" -> record.spec().image();
                  case "DaemonName" -> "docker";
                  default -> field.group();
                }));
  }
}
