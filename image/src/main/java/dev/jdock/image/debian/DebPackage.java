package dev.jdock.image.debian;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A package of a mirror, as its list describes it.
 *
 * @param required whether it belongs to the smallest system that works
 * @param essential whether others may rely on it without saying so
 * @param needs what has to be there for it, for each what may do, best first
 * @param source whose mirror has {@code file}
 * @param size in bytes
 * @param sha256 of the file
 */
record DebPackage(
    String name,
    DebVersion version,
    String architecture,
    boolean required,
    boolean essential,
    List<List<Relation>> needs,
    List<Relation> provides,
    Source source,
    String file,
    long size,
    Digest sha256) {

  /** The fields that this is made of. */
  static final Set<String> FIELDS =
      Set.of(
          "package",
          "version",
          "architecture",
          "priority",
          "essential",
          "depends",
          "pre-depends",
          "provides",
          "filename",
          "size",
          "sha256");

  /**
   * @param fields of a stanza
   * @throws JdockException INVALID where one is missing or makes no sense
   */
  static DebPackage of(Map<String, String> fields, Source source) {
    List<List<Relation>> needs =
        new ArrayList<>(Relation.parseAll(fields.getOrDefault("pre-depends", "")));
    needs.addAll(Relation.parseAll(fields.getOrDefault("depends", "")));
    String name = field(fields, "package");
    try {
      return new DebPackage(
          name,
          DebVersion.parse(field(fields, "version")),
          field(fields, "architecture"),
          fields.getOrDefault("priority", "").equals("required"),
          fields.getOrDefault("essential", "").equals("yes"),
          List.copyOf(needs),
          Relation.parseAll(fields.getOrDefault("provides", "")).stream()
              .map(List::getFirst)
              .toList(),
          source,
          field(fields, "filename"),
          Long.parseLong(field(fields, "size")),
          Digest.parse("sha256:" + field(fields, "sha256")));
    } catch (NumberFormatException e) {
      throw new JdockException(JdockException.Kind.INVALID, "invalid size of package " + name, e);
    }
  }

  private static String field(Map<String, String> fields, String name) {
    String value = fields.get(name);
    if (value == null) {
      throw JdockException.invalid("a package in the mirror's list has no field " + name);
    }
    return value;
  }

  /** Whether the package itself, or something that it stands for, is what is asked for. */
  boolean satisfies(Relation relation) {
    return name.equals(relation.name()) && relation.admits(version)
        || provides.stream().anyMatch(relation::isProvidedBy);
  }
}
