package dev.jdock.image.debian;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Reads control files (deb822(5)): stanzas of fields, with an empty line between them. */
final class Stanzas {
  private Stanzas() {}

  /**
   * @param wanted names of fields in small letters; others are not kept, empty for all
   * @param each is given the fields of a stanza by their names in small letters, with the lines of
   *     a value as they are
   */
  static void read(InputStream in, Set<String> wanted, Consumer<Map<String, String>> each)
      throws IOException {
    var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 1 << 16);
    Map<String, String> stanza = new HashMap<>();
    String field = "";
    for (String line; (line = reader.readLine()) != null; ) {
      if (line.isBlank()) {
        if (!stanza.isEmpty()) {
          each.accept(stanza);
          stanza = new HashMap<>();
        }
        field = "";
      } else if (line.charAt(0) == ' ' || line.charAt(0) == '\t') {
        if (!field.isEmpty()) {
          stanza.merge(field, line.strip(), (before, more) -> before + "\n" + more);
        }
      } else if (line.charAt(0) != '#') {
        int colon = line.indexOf(':');
        String name = colon < 0 ? "" : line.substring(0, colon).toLowerCase(Locale.ROOT);
        field = wanted.isEmpty() || wanted.contains(name) ? name : "";
        if (!field.isEmpty()) {
          stanza.put(field, line.substring(colon + 1).strip());
        }
      }
    }
    if (!stanza.isEmpty()) {
      each.accept(stanza);
    }
  }
}
