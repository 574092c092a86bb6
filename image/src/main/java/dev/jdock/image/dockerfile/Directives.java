package dev.jdock.image.dockerfile;

import dev.jdock.image.error.JdockException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The {@code # name=value} lines at the head of a Dockerfile. */
final class Directives {
  private static final Set<String> KNOWN = Set.of("syntax", "escape", "check");

  private final boolean frontendChosen;
  private final Map<String, String> seen = new HashMap<>();
  private boolean begun;
  private boolean afterShebang;
  private boolean over;
  private char escape = '\\';
  private Pattern continuation = continuationOf('\\');
  private Checks checks = Checks.DEFAULT;

  Directives() {
    this(false);
  }

  /**
   * @param frontendChosen whether what the file says about its frontend does not count
   */
  Directives(boolean frontendChosen) {
    this.frontendChosen = frontendChosen;
  }

  private record Directive(String name, String value) {}

  char escape() {
    return escape;
  }

  Checks checks() {
    return checks;
  }

  /**
   * Matches a line that is continued on the next; group 1 holds the character before the escape, if
   * any.
   */
  Pattern continuation() {
    return continuation;
  }

  /** Reads a line, which is a directive only as long as all lines before it were. */
  void accept(String line) {
    if (over) {
      return;
    }
    boolean first = !begun;
    begun = true;
    if (first && line.startsWith("#!")) {
      afterShebang = true;
      return;
    }
    Directive directive = directive(line);
    if (directive == null || !KNOWN.contains(directive.name())) {
      over = true;
      return;
    }
    if (seen.put(directive.name(), directive.value()) != null) {
      throw new SyntaxError("only one " + directive.name() + " parser directive can be used");
    }
    switch (directive.name()) {
      case "escape" -> setEscape(directive.value());
      case "syntax" -> setSyntax(directive.value());
      default -> setChecks(directive.value());
    }
  }

  private static @Nullable Directive directive(String line) {
    int equals = line.indexOf('=');
    if (equals < 0 || !line.startsWith("#")) {
      return null;
    }
    String name = line.substring(1, equals).strip();
    String value = line.substring(equals + 1).strip();
    boolean named =
        !name.isEmpty()
            && isLetter(name.charAt(0))
            && name.chars().allMatch(c -> isLetter(c) || (c >= '0' && c <= '9'));
    return named && !value.isEmpty() ? new Directive(name.toLowerCase(Locale.ROOT), value) : null;
  }

  private static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private void setEscape(String value) {
    if (afterShebang) {
      // BuildKit takes the first line of a script for a comment here, which ends the directives.
      return;
    }
    if (!value.equals("\\") && !value.equals("`")) {
      throw new SyntaxError("invalid escape token '" + value + "' does not match ` or \\");
    }
    escape = value.charAt(0);
    continuation = continuationOf(escape);
  }

  private void setSyntax(String value) {
    String refusal = frontendChosen ? "" : Frontend.refusal(value);
    if (!refusal.isEmpty()) {
      throw new SyntaxError(refusal);
    }
  }

  private void setChecks(String value) {
    try {
      checks = Checks.parse(value.split("\\s", 2)[0]);
    } catch (JdockException e) {
      throw new SyntaxError(String.valueOf(e.getMessage()));
    }
  }

  private static Pattern continuationOf(char escape) {
    String token = Pattern.quote(String.valueOf(escape));
    String other = escape == '\\' ? "[^\\\\]" : "[^`]";
    return Pattern.compile("(" + other + ")" + token + "[ \\t]*$|^" + token + "[ \\t]*$");
  }

  /** An error whose place is added by the caller. */
  static final class SyntaxError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String text;

    SyntaxError(String text) {
      super(text, null, false, false);
      this.text = text;
    }

    String text() {
      return text;
    }
  }
}
