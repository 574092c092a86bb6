package dev.jdock.image.dockerfile;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code # name=value} lines at the head of a Dockerfile. */
final class Directives {
  private static final Pattern DIRECTIVE =
      Pattern.compile("^#\\s*([a-zA-Z][a-zA-Z0-9]*)\\s*=\\s*(.+?)\\s*$");
  private static final Set<String> KNOWN = Set.of("syntax", "escape", "check");

  /** This project reads Dockerfiles itself, so only the standard frontend's name is honest. */
  private static final Pattern STANDARD_FRONTEND =
      Pattern.compile("(docker\\.io/)?docker/dockerfile(-upstream)?([:@].*)?");

  private final Map<String, String> seen = new HashMap<>();
  private boolean over;
  private char escape = '\\';
  private Pattern continuation = continuationOf('\\');

  char escape() {
    return escape;
  }

  /**
   * Matches a line that is continued on the next; group 1 holds the character before the escape, if
   * any.
   */
  Pattern continuation() {
    return continuation;
  }

  /** Reads a line, which is a directive only as long as all lines before it were. */
  boolean accept(String line) {
    if (over) {
      return false;
    }
    Matcher matcher = DIRECTIVE.matcher(line);
    if (!matcher.matches()) {
      over = true;
      return false;
    }
    String name = matcher.group(1).toLowerCase(Locale.ROOT);
    String value = matcher.group(2);
    if (!KNOWN.contains(name)) {
      over = true;
      return false;
    }
    if (seen.put(name, value) != null) {
      throw new SyntaxError("only one " + name + " parser directive can be used");
    }
    switch (name) {
      case "escape" -> setEscape(value);
      case "syntax" -> checkFrontend(value);
      default -> {
        // check= speaks to linters, which have nothing to say here.
      }
    }
    return true;
  }

  private void setEscape(String value) {
    if (!value.equals("\\") && !value.equals("`")) {
      throw new SyntaxError("invalid escape token '" + value + "' does not match ` or \\");
    }
    escape = value.charAt(0);
    continuation = continuationOf(escape);
  }

  private static void checkFrontend(String value) {
    String image = value.split("\\s+", 2)[0];
    if (!STANDARD_FRONTEND.matcher(image).matches()) {
      throw new SyntaxError("custom frontend " + image + " is not supported yet");
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
