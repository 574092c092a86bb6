package dev.jdock.image.dockerfile;

import dev.jdock.image.dockerfile.CsvLine.CsvException;
import dev.jdock.image.dockerfile.Directives.SyntaxError;
import dev.jdock.image.dockerfile.RunMount.Sharing;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.GoBool;
import dev.jdock.image.text.GoQuote;
import dev.jdock.image.text.HumanSize;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads values of {@code RUN --mount}, with BuildKit's rules and messages: as far as can be said
 * without variables when the Dockerfile is read, and in full when the step's turn has come.
 */
public final class RunMounts {
  private static final Set<String> KEYS =
      Set.of(
          "type",
          "from",
          "source",
          "target",
          "readonly",
          "id",
          "sharing",
          "required",
          "size",
          "mode",
          "uid",
          "gid",
          "src",
          "dst",
          "destination",
          "ro",
          "rw",
          "readwrite",
          "env");
  private static final Set<String> TYPES = Set.of("bind", "cache", "tmpfs", "secret", "ssh");
  private static final Set<String> SHARINGS = Set.of("shared", "private", "locked");
  private static final long MOST_UNSIGNED = 0xffff_ffffL;

  private RunMount.Type type = RunMount.Type.BIND;
  private String from = "";
  private String source = "";
  private String target = "";
  private @Nullable Boolean readOnly;
  private long size;
  private String id = "";
  private @Nullable Sharing sharing;
  private @Nullable Integer mode;
  private @Nullable Integer uid;
  private @Nullable Integer gid;
  private boolean required;
  private @Nullable String env;

  private RunMounts() {}

  /** A field of a value; a word alone has no value. */
  private record Option(String text, String key, @Nullable String value) {
    static Option of(String field) {
      int equals = field.indexOf('=');
      return equals < 0
          ? new Option(field, field.toLowerCase(Locale.ROOT), null)
          : new Option(
              field,
              field.substring(0, equals).toLowerCase(Locale.ROOT),
              field.substring(equals + 1));
    }
  }

  private static List<Option> options(String text) {
    try {
      return CsvLine.fields(text).stream().map(Option::of).toList();
    } catch (CsvException e) {
      throw JdockException.invalid("failed to parse csv mounts: " + e.getMessage());
    }
  }

  /**
   * Checks what does not depend on variables.
   *
   * @throws SyntaxError for a value that no variables make right
   */
  static void check(String text) {
    try {
      for (Option option : options(text)) {
        String value = option.value();
        if (option.key().equals("from") && value != null) {
          requireNoVariable(value);
        }
      }
    } catch (JdockException e) {
      throw new SyntaxError(String.valueOf(e.getMessage()));
    }
  }

  private static void requireNoVariable(String value) {
    int dollar = value.indexOf('$');
    if (dollar >= 0 && dollar != value.length() - 1) {
      throw JdockException.invalid(
          "'from' doesn't support variable expansion, define alias stage instead");
    }
  }

  /** What a value takes files from, as {@link RunMount#from}: known without variables. */
  public static String from(String text) {
    return written(text, Set.of("from"));
  }

  /** The target of a value as it is written, variables and all. */
  public static String target(String text) {
    return written(text, Set.of("target", "dst", "destination"));
  }

  /** What a value says, before all else: its options by name, a word alone as {@code true}. */
  public static Map<String, String> written(String text) {
    var result = new HashMap<String, String>();
    for (Option option : options(text)) {
      result.put(option.key(), option.value() == null ? "true" : option.value());
    }
    return result;
  }

  private static String written(String text, Set<String> keys) {
    String found = "";
    for (Option option : options(text)) {
      if (keys.contains(option.key()) && option.value() != null) {
        found = option.value();
      }
    }
    return found;
  }

  /**
   * Reads a value in full.
   *
   * @param expand replaces variables
   * @throws JdockException INVALID in BuildKit's words
   */
  public static RunMount parse(String text, UnaryOperator<String> expand) {
    var mount = new RunMounts();
    for (Option option : options(text)) {
      String value = option.value();
      if (value == null) {
        mount.word(option);
      } else {
        mount.set(option, expand.apply(value));
      }
    }
    return mount.checked();
  }

  private void word(Option option) {
    switch (option.key()) {
      case "readonly", "ro" -> readOnly = true;
      case "readwrite", "rw" -> readOnly = false;
      case "required" -> required = required("true");
      default ->
          throw JdockException.invalid(
              "invalid field '" + option.text() + "' must be a key=value pair");
    }
  }

  private void set(Option option, String value) {
    String key = option.key();
    switch (key) {
      case "type" -> type = type(value);
      case "from" -> from = value;
      case "source", "src" -> source = value;
      case "target", "dst", "destination" -> target = value;
      case "readonly", "ro" -> readOnly = bool(key, value);
      case "readwrite", "rw" -> readOnly = !bool(key, value);
      case "required" -> required = required(value);
      case "size" -> size = size(value);
      case "id" -> id = value;
      case "sharing" -> sharing = sharing(value);
      case "mode" -> mode = unsigned(key, value, 8);
      case "uid" -> uid = unsigned(key, value, 10);
      case "gid" -> gid = unsigned(key, value, 10);
      // BuildKit takes it with any type, and uses it with secrets.
      case "env" -> env = value;
      default ->
          throw JdockException.invalid(
              "unexpected key '"
                  + key
                  + "' in '"
                  + option.text()
                  + "'"
                  + Suggestion.ofName(key, KEYS));
    }
  }

  private boolean required(String value) {
    if (type != RunMount.Type.SECRET && type != RunMount.Type.SSH) {
      throw unexpectedFor("required");
    }
    return bool("required", value);
  }

  private JdockException unexpectedFor(String key) {
    return JdockException.invalid(
        "unexpected key '" + key + "' for mount type '" + name(type) + "'");
  }

  private static String name(RunMount.Type type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  private static RunMount.Type type(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "bind" -> RunMount.Type.BIND;
      case "cache" -> RunMount.Type.CACHE;
      case "tmpfs" -> RunMount.Type.TMPFS;
      case "secret" -> RunMount.Type.SECRET;
      case "ssh" -> RunMount.Type.SSH;
      default ->
          throw JdockException.invalid(
              "unsupported mount type " + GoQuote.quote(value) + Suggestion.ofName(value, TYPES));
    };
  }

  private static Sharing sharing(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "shared" -> Sharing.SHARED;
      case "private" -> Sharing.PRIVATE;
      case "locked" -> Sharing.LOCKED;
      default ->
          throw JdockException.invalid(
              "unsupported sharing value "
                  + GoQuote.quote(value)
                  + Suggestion.ofName(value, SHARINGS));
    };
  }

  private static boolean bool(String key, String value) {
    try {
      return GoBool.parse(value);
    } catch (JdockException e) {
      throw new JdockException(
          JdockException.Kind.INVALID, "invalid value for " + key + ": " + value, e);
    }
  }

  private long size(String value) {
    if (type != RunMount.Type.TMPFS) {
      throw unexpectedFor("size");
    }
    try {
      return HumanSize.parseBinary(value);
    } catch (JdockException e) {
      throw new JdockException(JdockException.Kind.INVALID, "invalid value for size: " + value, e);
    }
  }

  private static int unsigned(String key, String value, int radix) {
    try {
      long number = value.startsWith("+") ? -1 : Long.parseLong(value, radix);
      if (number >= 0 && number <= MOST_UNSIGNED) {
        return (int) number;
      }
    } catch (NumberFormatException e) {
      // As one that is out of range.
    }
    throw JdockException.invalid("invalid value " + value + " for " + key);
  }

  private RunMount checked() {
    switch (type) {
      case BIND, TMPFS -> {
        requireUnset("mode", mode);
        requireUnset("uid", uid);
        requireUnset("gid", gid);
      }
      case SECRET -> checkSecret();
      case CACHE, SSH -> {}
    }
    if (type != RunMount.Type.CACHE && sharing != null) {
      throw JdockException.invalid("invalid cache sharing set for " + name(type) + " mount");
    }
    if (type == RunMount.Type.SSH && !source.isEmpty()) {
      throw JdockException.invalid("ssh does not support source");
    }
    boolean writable = type == RunMount.Type.CACHE || type == RunMount.Type.TMPFS;
    return new RunMount(
        type,
        from,
        source,
        target,
        readOnly == null ? !writable : readOnly,
        size,
        id,
        sharing == null ? Sharing.SHARED : sharing,
        mode,
        uid,
        gid,
        required,
        env);
  }

  private void checkSecret() {
    if (!from.isEmpty()) {
      throw JdockException.invalid("secret mount should not have a from");
    }
    if (sharing != null) {
      throw JdockException.invalid("secret mount should not define sharing");
    }
    if (source.isEmpty() && target.isEmpty() && id.isEmpty()) {
      throw JdockException.invalid("invalid secret mount. one of source, target required");
    }
    if (!source.isEmpty() && !id.isEmpty()) {
      throw JdockException.invalid("both source and id can't be set");
    }
  }

  private void requireUnset(String key, @Nullable Integer value) {
    if (value != null) {
      throw JdockException.invalid(
          key + " not allowed for " + GoQuote.quote(name(type)) + " type mounts");
    }
  }
}
