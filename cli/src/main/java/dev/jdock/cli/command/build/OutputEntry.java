package dev.jdock.cli.command.build;

import dev.jdock.cli.command.syntax.GoCsv;
import dev.jdock.cli.command.syntax.InvalidValue;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.GoBool;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A value of {@code --output} as buildx reads it (util/buildflags/export.go).
 *
 * @param dest empty where there is none
 * @param attributes by their names in lower case; changed by flags that say the same
 */
record OutputEntry(String type, String dest, Map<String, String> attributes) {

  static OutputEntry parse(String text) {
    List<String> fields = fields(text);
    if (fields.size() == 1 && fields.getFirst().equals(text) && !text.startsWith("type=")) {
      return new OutputEntry(text.equals("-") ? "tar" : "local", text, new LinkedHashMap<>());
    }
    String type = "";
    String dest = "";
    Map<String, String> attributes = new LinkedHashMap<>();
    for (String field : fields) {
      int equals = field.indexOf('=');
      if (equals < 0) {
        throw OutputOptions.failure("invalid value " + field);
      }
      String key = field.substring(0, equals).toLowerCase(Locale.ROOT).strip();
      String value = field.substring(equals + 1);
      switch (key) {
        case "type" -> type = value;
        case "dest" -> dest = value;
        default -> attributes.put(key, value);
      }
    }
    if (type.isEmpty()) {
      throw OutputOptions.failure("type is required for output");
    }
    if (type.equals("registry")) {
      attributes.put("push", "true");
    }
    return new OutputEntry(type, dest, attributes);
  }

  /** The fields of a line of comma-separated values, with Go's complaints about it. */
  static List<String> fields(String text) {
    try {
      return GoCsv.fields(text, text);
    } catch (InvalidValue e) {
      throw OutputOptions.failure(e.reason());
    }
  }

  boolean isImage() {
    return type.equals("image") || type.equals("registry");
  }

  /** An attribute that is true or false. */
  boolean truth(String name, boolean absent) {
    String value = attributes.get(name);
    if (value == null) {
      return absent;
    }
    try {
      return GoBool.parse(value);
    } catch (JdockException e) {
      throw OutputOptions.failure("non-bool value specified for " + name + ": " + e.getMessage());
    }
  }
}
