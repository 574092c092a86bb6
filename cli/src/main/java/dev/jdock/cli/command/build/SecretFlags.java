package dev.jdock.cli.command.build;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.command.syntax.GoCsv;
import dev.jdock.cli.command.syntax.InvalidValue;
import dev.jdock.image.build.HiddenBytes;
import dev.jdock.image.build.RunOptions.Secret;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.error.Reason;
import dev.jdock.image.text.GoQuote;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads values of {@code --secret} as buildx does; what is secret only when a step wants it. */
final class SecretFlags {
  private SecretFlags() {}

  /** A value of the flag; empty for what it does not say. */
  private record Value(String id, String file, String env) {}

  /**
   * @return by id; of two with the same one the later counts
   * @throws CommandFailure for a value that is none, and a file that is missing or too large
   */
  static Map<String, Secret> read(Invocation invocation, List<String> values) {
    Map<String, Secret> result = new LinkedHashMap<>();
    for (String text : values) {
      if (!text.isEmpty()) {
        Value value = value(text);
        if (value.id().isEmpty()) {
          throw CommandFailure.of("ERROR: secret missing ID");
        }
        result.put(value.id(), secret(invocation, value));
      }
    }
    return result;
  }

  private static Value value(String text) {
    List<String> fields;
    try {
      fields = GoCsv.fields(text, text);
    } catch (InvalidValue e) {
      throw CommandFailure.of("ERROR: failed to parse csv secret: " + e.reason());
    }
    String id = "";
    String file = "";
    String env = "";
    String type = "";
    for (String field : fields) {
      int equals = field.indexOf('=');
      if (equals < 0) {
        throw CommandFailure.of("ERROR: invalid field '" + field + "' must be a key=value pair");
      }
      String value = field.substring(equals + 1);
      switch (field.substring(0, equals).toLowerCase(Locale.ROOT)) {
        case "type" -> type = type(value);
        case "id" -> id = value;
        case "source", "src" -> file = value;
        case "env" -> env = value;
        default ->
            throw CommandFailure.of(
                "ERROR: unexpected key '"
                    + field.substring(0, equals).toLowerCase(Locale.ROOT)
                    + "' in '"
                    + field
                    + "'");
      }
    }
    return type.equals("env") && env.isEmpty() ? new Value(id, "", file) : new Value(id, file, env);
  }

  private static String type(String value) {
    if (!value.equals("file") && !value.equals("env")) {
      throw CommandFailure.of("ERROR: unsupported secret type " + GoQuote.quote(value));
    }
    return value;
  }

  private static Secret secret(Invocation invocation, Value value) {
    String env = value.env();
    if (env.isEmpty() && value.file().isEmpty() && isSet(invocation, value.id())) {
      env = value.id();
    }
    if (!env.isEmpty()) {
      byte[] content =
          invocation.environment().getOrDefault(env, "").getBytes(StandardCharsets.UTF_8);
      return new Remembered(value.id(), () -> content);
    }
    String name = value.file().isEmpty() ? value.id() : value.file();
    Path file = invocation.resolve(name);
    check(value.id(), name, file);
    return new Remembered(value.id(), () -> content(name, file));
  }

  private static boolean isSet(Invocation invocation, String name) {
    return invocation.environment().containsKey(name);
  }

  private static void check(String id, String name, Path file) {
    try {
      if (Files.size(file) > Secret.MOST_BYTES) {
        throw CommandFailure.of("ERROR: secret " + id + " too big. max size 500KiB");
      }
    } catch (IOException e) {
      throw CommandFailure.of(
          "ERROR: failed to stat " + name + ": stat " + name + ": " + Reason.withoutFile(e));
    }
  }

  private static byte[] content(String name, Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(Secret.MOST_BYTES + 1);
    } catch (IOException e) {
      throw new JdockException(
          JdockException.Kind.INVALID, "open " + name + ": " + Reason.withoutFile(e), e);
    }
  }

  private interface Reading {
    byte[] read();
  }

  /** A pipe is read once, for all steps. */
  private static final class Remembered implements Secret {
    private final String id;
    private final Reading reading;
    private @Nullable HiddenBytes content;

    Remembered(String id, Reading reading) {
      this.id = id;
      this.reading = reading;
    }

    @Override
    public synchronized HiddenBytes read() {
      HiddenBytes known = content;
      if (known == null) {
        byte[] bytes = reading.read();
        if (bytes.length > MOST_BYTES) {
          throw JdockException.invalid("secret " + id + " too big. max size 500KiB");
        }
        known = new HiddenBytes(bytes);
        content = known;
      }
      return known;
    }
  }
}
