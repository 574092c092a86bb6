package dev.jdock.image.debian;

import dev.jdock.image.error.JdockException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A package that another one needs or stands for (Debian Policy, 7.1): {@code libc6 (>= 2.34)}.
 *
 * @param comparison {@code <<}, {@code <=}, {@code =}, {@code >=} or {@code >>}; null together with
 *     {@code version} for any
 */
record Relation(String name, @Nullable String comparison, @Nullable DebVersion version) {
  // An architecture behind the name says which of several may do; here there is one.
  private static final Pattern FORM =
      Pattern.compile(
          "([a-z0-9][a-z0-9+.-]*)(?::[a-z0-9-]+)?\\s*(?:\\(\\s*([<>=]{1,2}+)\\s*([^)\\s]+)\\s*\\))?");

  /**
   * Reads the value of {@code Depends} and its like.
   *
   * @return what is needed, for each what may do, best first
   */
  static List<List<Relation>> parseAll(String text) {
    List<List<Relation>> needed = new ArrayList<>();
    for (String one : text.split(",", -1)) {
      if (!one.isBlank()) {
        List<Relation> alternatives = new ArrayList<>();
        for (String alternative : one.split("\\|", -1)) {
          alternatives.add(parse(alternative.strip()));
        }
        needed.add(List.copyOf(alternatives));
      }
    }
    return needed;
  }

  static Relation parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw JdockException.invalid("invalid dependency of a package: \"" + text + "\"");
    }
    String comparison = matcher.group(2);
    return new Relation(
        matcher.group(1),
        comparison,
        comparison == null ? null : DebVersion.parse(matcher.group(3)));
  }

  /** Whether the version is one of those that are meant. */
  boolean admits(DebVersion other) {
    if (comparison == null || version == null) {
      return true;
    }
    int order = other.order(version);
    return switch (comparison) {
      case "<<" -> order < 0;
      // One character alone is an old way to write that.
      case "<=", "<" -> order <= 0;
      case "=" -> order == 0;
      case ">=", ">" -> order >= 0;
      case ">>" -> order > 0;
      default -> false;
    };
  }

  /** Whether a package does that says so; one without a version does only where any will. */
  boolean isProvidedBy(Relation provided) {
    return provided.name.equals(name)
        && (version == null || provided.version != null && admits(provided.version));
  }

  @Override
  public String toString() {
    return name + (version == null ? "" : " (" + comparison + " " + version + ")");
  }
}
