package dev.jdock.cli.hcl.function;

import dev.jdock.cli.hcl.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code semvercmp}: whether a version is one of those that a constraint such as "^1.2" allows. */
final class VersionConstraint {
  private static final Pattern VERSION =
      Pattern.compile(
          "v?(\\d{1,9}|[xX*])(?:\\.(\\d{1,9}|[xX*]))?(?:\\.(\\d{1,9}|[xX*]))?"
              + "(?:-([0-9A-Za-z.-]+))?(?:\\+[0-9A-Za-z.-]+)?");

  private static final Pattern TERM =
      Pattern.compile("(=|!=|>=|=>|<=|=<|>|<|~>|~|\\^)?\\s*(" + VERSION.pattern() + ")");

  private static final Pattern HYPHEN =
      Pattern.compile("\\s*(" + VERSION.pattern() + ")\\s+-\\s+(" + VERSION.pattern() + ")\\s*");

  private VersionConstraint() {}

  /**
   * @param given how many of the three numbers there are
   */
  private record Version(List<Integer> numbers, int given, String release) {
    int compare(Version other) {
      for (int i = 0; i < numbers.size(); i++) {
        int order = Integer.compare(numbers.get(i), other.numbers.get(i));
        if (order != 0) {
          return order;
        }
      }
      return compareReleases(release, other.release);
    }

    Version next(int index) {
      var next = new ArrayList<>(numbers);
      next.set(index, next.get(index) + 1);
      for (int i = index + 1; i < next.size(); i++) {
        next.set(i, 0);
      }
      return new Version(next, numbers.size(), "");
    }
  }

  static Value check(Arguments a) {
    Matcher matcher = VERSION.matcher(a.text(0));
    if (!matcher.matches() || a.text(0).matches(".*[xX*].*")) {
      throw a.failed("invalid semantic version");
    }
    Version version = version(matcher, 1);
    for (String alternative : a.text(1).split("\\|\\|", -1)) {
      if (allows(a, alternative, version)) {
        return new Value.Bool(true);
      }
    }
    return new Value.Bool(false);
  }

  private static boolean allows(Arguments a, String text, Version version) {
    Matcher hyphen = HYPHEN.matcher(text);
    String terms = hyphen.matches() ? ">=" + hyphen.group(1) + ", <=" + hyphen.group(6) : text;
    Matcher term = TERM.matcher(terms);
    int end = 0;
    boolean allowed = true;
    while (term.find(end)) {
      if (!terms.substring(end, term.start()).matches("[\\s,]*")) {
        throw a.failed("improper constraint: " + a.text(1));
      }
      end = term.end();
      String operator = term.group(1) == null ? "" : term.group(1);
      allowed &= allows(operator, version(term, 3), version);
    }
    if (end == 0 || !terms.substring(end).matches("[\\s,]*")) {
      throw a.failed("improper constraint: " + a.text(1));
    }
    return allowed;
  }

  private static boolean allows(String operator, Version bound, Version version) {
    // A release candidate is meant only by a constraint that names one.
    if (!version.release().isEmpty() && bound.release().isEmpty() && !operator.equals("!=")) {
      return false;
    }
    int order = version.compare(bound);
    boolean partial = bound.given() < bound.numbers().size();
    return switch (operator) {
      case "", "=" -> partial ? within(bound, version, bound.given() - 1) : order == 0;
      case "!=" -> partial ? !within(bound, version, bound.given() - 1) : order != 0;
      case ">" ->
          partial && bound.given() > 0
              ? version.compare(bound.next(bound.given() - 1)) >= 0
              : order > 0;
      case ">=", "=>" -> order >= 0;
      case "<" -> order < 0;
      case "<=", "=<" -> order <= 0 || (partial && within(bound, version, bound.given() - 1));
      case "~", "~>" -> within(bound, version, Math.min(1, bound.given() - 1));
      default -> within(bound, version, firstThatCounts(bound));
    };
  }

  private static int firstThatCounts(Version bound) {
    for (int i = 0; i < bound.given(); i++) {
      if (bound.numbers().get(i) != 0) {
        return i;
      }
    }
    return bound.given() - 1;
  }

  /** From the bound until the number at that index is another. */
  private static boolean within(Version bound, Version version, int index) {
    return version.compare(bound) >= 0 && (index < 0 || version.compare(bound.next(index)) < 0);
  }

  private static Version version(Matcher matcher, int group) {
    var numbers = new ArrayList<Integer>();
    int given = 0;
    boolean open = true;
    for (int i = 0; i < 3; i++) {
      String part = matcher.group(group + i);
      open = open && part != null && Character.isDigit(part.charAt(0));
      numbers.add(open && part != null ? Integer.parseInt(part) : 0);
      given += open ? 1 : 0;
    }
    String release = matcher.group(group + 3);
    return new Version(numbers, given, release == null ? "" : release);
  }

  private static int compareReleases(String left, String right) {
    if (left.isEmpty() || right.isEmpty()) {
      return Boolean.compare(left.isEmpty(), right.isEmpty());
    }
    String[] a = left.split("\\.", -1);
    String[] b = right.split("\\.", -1);
    for (int i = 0; i < Math.min(a.length, b.length); i++) {
      boolean first = a[i].matches("\\d{1,9}");
      boolean second = b[i].matches("\\d{1,9}");
      int order =
          first && second
              ? Integer.compare(Integer.parseInt(a[i]), Integer.parseInt(b[i]))
              : first != second ? Boolean.compare(second, first) : a[i].compareTo(b[i]);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.length, b.length);
  }
}
