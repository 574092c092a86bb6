package dev.jdock.image.debian;

import dev.jdock.image.error.JdockException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The packages of a mirror's lists, of each name the latest version. There are tens of thousands of
 * them, of which a hundred are asked for: each is kept as the text that it was in the list.
 */
final class PackageIndex {
  private static final List<String> FIELDS = DebPackage.FIELDS.stream().sorted().toList();
  private static final String SEPARATOR = "\0";

  /**
   * @param fields values of {@link #FIELDS}, empty for those that are not there
   */
  private record Entry(String fields, Source source) {
    static Entry of(Map<String, String> stanza, Source source) {
      List<String> values = new ArrayList<>();
      FIELDS.forEach(field -> values.add(stanza.getOrDefault(field, "")));
      return new Entry(String.join(SEPARATOR, values), source);
    }

    DebPackage read() {
      String[] values = fields.split(SEPARATOR, -1);
      Map<String, String> stanza = new HashMap<>();
      for (int i = 0; i < values.length; i++) {
        if (!values[i].isEmpty()) {
          stanza.put(FIELDS.get(i), values[i]);
        }
      }
      return DebPackage.of(stanza, source);
    }
  }

  private final Map<String, Entry> entries = new HashMap<>();
  private final Map<String, List<String>> providers = new HashMap<>();
  private final TreeSet<String> required = new TreeSet<>();

  /** Adds a list, plain text by now. */
  void add(InputStream list, Source source) throws IOException {
    Stanzas.read(list, DebPackage.FIELDS, stanza -> add(stanza, source));
  }

  private void add(Map<String, String> stanza, Source source) {
    String name = stanza.get("package");
    if (name == null) {
      throw JdockException.invalid("a package in the mirror's list has no name");
    }
    Entry entry = Entry.of(stanza, source);
    Entry other = entries.get(name);
    if (other != null && entry.read().version().order(other.read().version()) <= 0) {
      return;
    }
    entries.put(name, entry);
    if (stanza.getOrDefault("priority", "").equals("required")
        || stanza.getOrDefault("essential", "").equals("yes")) {
      required.add(name);
    }
    if (stanza.containsKey("provides")) {
      for (List<Relation> provided : Relation.parseAll(stanza.get("provides"))) {
        List<String> known =
            providers.computeIfAbsent(provided.getFirst().name(), _ -> new ArrayList<>(1));
        if (!known.contains(name)) {
          known.add(name);
        }
      }
    }
  }

  Optional<DebPackage> find(String name) {
    return Optional.ofNullable(entries.get(name)).map(Entry::read);
  }

  /** Names of all that are essential or of the priority {@code required}. */
  List<String> required() {
    return List.copyOf(required);
  }

  /** What does for a relation: the package of that name, then those that stand for it, by name. */
  List<DebPackage> candidates(Relation relation) {
    List<DebPackage> found = new ArrayList<>();
    find(relation.name()).filter(p -> p.satisfies(relation)).ifPresent(found::add);
    providers.getOrDefault(relation.name(), List.of()).stream()
        .sorted()
        .filter(name -> !name.equals(relation.name()))
        .flatMap(name -> find(name).stream())
        .filter(p -> p.satisfies(relation))
        .forEach(found::add);
    return found;
  }
}
