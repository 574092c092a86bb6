package dev.jdock.cli.bake;

import dev.jdock.image.error.JdockException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * An output, a cache, an attestation, a secret or an ssh key: fields as a flag has them.
 *
 * @param fields in the order in which they are printed
 * @param paths of an ssh key alone
 */
public record Entry(Field of, Map<String, String> fields, List<String> paths) {
  public Entry {
    Map<String, String> ordered =
        of == Field.SECRET || of == Field.SSH ? ordered(fields) : new TreeMap<>(fields);
    fields = Collections.unmodifiableMap(ordered);
    paths = List.copyOf(paths);
  }

  private static Map<String, String> ordered(Map<String, String> fields) {
    Map<String, String> result = new LinkedHashMap<>();
    for (String name : List.of("id", "src", "env")) {
      String value = fields.get(name);
      if (value != null && !value.isEmpty()) {
        result.put(name, value);
      }
    }
    return result;
  }

  /**
   * Reads what a flag would be given.
   *
   * @throws JdockException INVALID for what makes no sense
   */
  static Entry parse(Field of, String text) {
    if (of == Field.SSH) {
      int equals = text.indexOf('=');
      return equals < 0
          ? new Entry(of, Map.of("id", text), List.of())
          : new Entry(
              of,
              Map.of("id", text.substring(0, equals)),
              List.of(text.substring(equals + 1).split(",", -1)));
    }
    List<String> parts = Csv.fields(text);
    if (parts.size() == 1 && !parts.getFirst().contains("=")) {
      return lone(of, parts.getFirst());
    }
    Map<String, String> fields = new LinkedHashMap<>();
    for (String part : parts) {
      int equals = part.indexOf('=');
      if (equals < 0) {
        throw JdockException.invalid("invalid field '" + part + "' must be a key=value pair");
      }
      String name = part.substring(0, equals).strip().toLowerCase(Locale.ROOT);
      fields.put(canonical(of, name), part.substring(equals + 1));
    }
    return checked(of, fields);
  }

  /** Without a type, what it is goes without saying. */
  private static Entry lone(Field of, String word) {
    return switch (of) {
      case CACHE_FROM, CACHE_TO ->
          new Entry(of, Map.of("type", "registry", "ref", word), List.of());
      case OUTPUT ->
          new Entry(
              of, Map.of("type", word.equals("-") ? "tar" : "local", "dest", word), List.of());
      default ->
          throw JdockException.invalid("invalid field '" + word + "' must be a key=value pair");
    };
  }

  private static String canonical(Field of, String name) {
    return of == Field.SECRET && name.equals("source") ? "src" : name;
  }

  static Entry checked(Field of, Map<String, String> fields) {
    if (of == Field.SECRET) {
      var secret = new LinkedHashMap<>(fields);
      String type = secret.remove("type");
      if ("env".equals(type) && secret.containsKey("src")) {
        secret.putIfAbsent("env", secret.getOrDefault("src", ""));
        secret.remove("src");
      }
      return new Entry(of, secret, List.of());
    }
    if (of != Field.SSH && !fields.containsKey("type")) {
      String what =
          switch (of) {
            case ATTEST -> "attestation type not specified";
            case OUTPUT -> "type is required for output";
            default -> "type required form> \"" + text(fields) + "\"";
          };
      throw JdockException.invalid(what);
    }
    return new Entry(of, fields, List.of());
  }

  /** Equal ones count once, and the last attestation of a type. */
  static List<Entry> distinct(List<Entry> entries) {
    if (entries.isEmpty() || entries.getFirst().of() != Field.ATTEST) {
      return List.copyOf(new LinkedHashSet<>(entries));
    }
    Map<String, Entry> byType = new LinkedHashMap<>();
    entries.forEach(entry -> byType.put(entry.field("type"), entry));
    return List.copyOf(byType.values());
  }

  public String field(String name) {
    return fields.getOrDefault(name, "");
  }

  /** As a flag takes it. */
  public String text() {
    if (of == Field.SSH) {
      return paths.isEmpty() ? field("id") : field("id") + "=" + String.join(",", paths);
    }
    return text(fields);
  }

  private static String text(Map<String, String> fields) {
    var parts = new ArrayList<String>();
    // The type comes first, as everybody writes it.
    if (fields.containsKey("type")) {
      parts.add(Csv.quoted("type=" + fields.get("type")));
    }
    fields.forEach((name, value) -> {
      if (!name.equals("type")) {
        parts.add(Csv.quoted(name + "=" + value));
      }
    });
    return String.join(",", parts);
  }
}
