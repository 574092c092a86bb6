package dev.jdock.image.dockerfile;

import dev.jdock.image.dockerfile.Directives.SyntaxError;
import dev.jdock.image.text.GoQuote;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Replaces variables in a word and removes its quotes, as a POSIX shell would, with the patterns of
 * bash ({@code #}, {@code %}, {@code /}) that Dockerfiles allow.
 */
public final class Expander {
  /**
   * The deepest nesting of substitutions: more than any Dockerfile needs, and less than a thread's
   * stack holds.
   */
  private static final int MOST_NESTED = 100;

  /**
   * The longest result: more than a process can be given, and than a file in a Dockerfile needs.
   */
  private static final int MOST_CHARACTERS = 16 << 20;

  private static final char END = '\uFFFF';
  private static final Set<Character> SPECIAL = Set.of('@', '*', '#', '?', '-', '$', '!', '0');

  private final char escape;
  private final boolean keepUnset;
  private final Quotes quotes;

  /** What quotes do. */
  private enum Quotes {
    /** They hold text together and go. */
    REMOVED,
    /** They hold text together and stay. */
    KEPT,
    /** They are text. */
    TEXT
  }

  public Expander(char escape) {
    this(escape, false, Quotes.REMOVED);
  }

  private Expander(char escape, boolean keepUnset, Quotes quotes) {
    this.escape = escape;
    this.keepUnset = keepUnset;
    this.quotes = quotes;
  }

  /** For showing a command: quotes stay, and so do variables without a value. */
  public Expander forDisplay() {
    return new Expander(escape, true, Quotes.KEPT);
  }

  /**
   * For here-documents: quotes are text, and the backslash escapes, whatever the Dockerfile's own
   * escape character is.
   */
  public static Expander forDocuments() {
    return new Expander('\\', false, Quotes.TEXT);
  }

  /**
   * @param values null for a variable that is not set
   * @throws dev.jdock.image.error.JdockException for a word that cannot be expanded
   */
  public String expand(String word, Function<String, @Nullable String> values) {
    try {
      String result = new Scan(word, values).until(END, false);
      requireBounded(result);
      return result;
    } catch (SyntaxError e) {
      throw dev.jdock.image.error.JdockException.invalid(
          "failed to process " + GoQuote.quote(word) + ": " + e.text());
    }
  }

  /**
   * @throws SyntaxError for a text that has become too long, which a few lines that double a
   *     variable are enough for
   */
  static void requireBounded(CharSequence text) {
    if (text.length() > MOST_CHARACTERS) {
      throw new SyntaxError("more than " + MOST_CHARACTERS + " characters");
    }
  }

  /** One pass over one word. */
  private final class Scan {
    private final String text;
    private final Function<String, @Nullable String> values;
    private int at;
    private int nested;

    Scan(String text, Function<String, @Nullable String> values) {
      this.text = text;
      this.values = values;
    }

    private char peek() {
      return at < text.length() ? text.charAt(at) : END;
    }

    private char take() {
      return at < text.length() ? text.charAt(at++) : END;
    }

    private boolean ended() {
      return at >= text.length();
    }

    String until(char stop, boolean keepEscapes) {
      var result = new StringBuilder();
      while (!ended()) {
        requireBounded(result);
        char c = peek();
        if (c == stop) {
          at++;
          return result.toString();
        }
        switch (quotes == Quotes.TEXT && (c == '\'' || c == '"') ? ' ' : c) {
          case '\'' -> result.append(singleQuoted());
          case '"' -> result.append(doubleQuoted(keepEscapes));
          case '$' -> result.append(variable());
          default -> {
            at++;
            if (c == escape) {
              if (keepEscapes) {
                result.append(c);
              }
              if (ended()) {
                break;
              }
              c = take();
            }
            result.append(c);
          }
        }
      }
      if (stop != END) {
        throw new SyntaxError("unexpected end of statement while looking for matching " + stop);
      }
      return result.toString();
    }

    private String singleQuoted() {
      int end = text.indexOf('\'', at + 1);
      if (end < 0) {
        throw new SyntaxError(
            "unexpected end of statement while looking for matching single-quote");
      }
      String result =
          quotes == Quotes.KEPT ? text.substring(at, end + 1) : text.substring(at + 1, end);
      at = end + 1;
      return result;
    }

    private String doubleQuoted(boolean keepEscapes) {
      var result = new StringBuilder();
      char quote = take();
      if (quotes == Quotes.KEPT) {
        result.append(quote);
      }
      while (!ended()) {
        requireBounded(result);
        char c = peek();
        if (c == '$') {
          result.append(variable());
          continue;
        }
        at++;
        if (c == '"') {
          return quotes == Quotes.KEPT ? result.append(c).toString() : result.toString();
        }
        if (c == escape) {
          if (keepEscapes) {
            result.append(c);
          }
          char following = peek();
          if (following == END) {
            continue;
          }
          if (following == '"' || following == '$' || following == escape) {
            c = take();
          }
        }
        result.append(c);
      }
      throw new SyntaxError("unexpected end of statement while looking for matching double-quote");
    }

    private String variable() {
      at++;
      if (peek() != '{') {
        String name = name();
        if (name.isEmpty()) {
          return "$";
        }
        String value = values.apply(name);
        return value == null ? (keepUnset ? "$" + name : "") : value;
      }
      at++;
      char first = peek();
      if (first == END) {
        throw new SyntaxError("syntax error: missing '}'");
      }
      if (first == '{' || first == '}' || first == ':') {
        throw new SyntaxError("syntax error: bad substitution");
      }
      String name = name();
      return modified(name, values.apply(name));
    }

    private String modified(String name, @Nullable String value) {
      char modifier = take();
      boolean emptyIsUnset = modifier == ':';
      if (emptyIsUnset) {
        modifier = take();
      }
      if (modifier == END) {
        throw new SyntaxError("syntax error: missing '}'");
      }
      boolean kept = value == null && keepUnset;
      String current = value == null ? "" : value;
      if (!emptyIsUnset && modifier == '}') {
        return kept ? "${" + name + "}" : current;
      }
      if (!emptyIsUnset && modifier == '/') {
        return replaced(kept ? name : null, current);
      }
      String shown = (emptyIsUnset ? ":" : "") + modifier;
      boolean pattern = modifier == '#' || modifier == '%';
      if (emptyIsUnset ? pattern : "+-?#%".indexOf(modifier) < 0) {
        throw unsupported(shown);
      }
      String word = word('}', pattern);
      if (kept) {
        return "${" + name + shown + word + "}";
      }
      boolean unset = value == null || (emptyIsUnset && value.isEmpty());
      return switch (modifier) {
        case '-' -> unset ? word : current;
        case '+' -> unset ? "" : word;
        case '?' -> required(name, value, unset, word);
        case '#', '%' -> {
          boolean longest = !word.isEmpty() && word.charAt(0) == modifier;
          String glob = longest ? word.substring(1) : word;
          yield modifier == '#'
              ? ShellPattern.withoutPrefix(glob, current, longest)
              : ShellPattern.withoutSuffix(glob, current, longest);
        }
        default -> throw unsupported(shown);
      };
    }

    private static SyntaxError unsupported(String modifier) {
      return new SyntaxError("unsupported modifier (" + modifier + ") in substitution");
    }

    private String required(String name, @Nullable String value, boolean unset, String message) {
      if (unset || value == null) {
        String fallback =
            value == null ? "is not allowed to be unset" : "is not allowed to be empty";
        throw new SyntaxError(name + ": " + (message.isEmpty() ? fallback : message));
      }
      return value;
    }

    /**
     * @param kept name of a variable that stays as it is; null to replace
     */
    private String replaced(@Nullable String kept, String value) {
      boolean all = peek() == '/';
      if (all) {
        at++;
      }
      String glob = word('/', true);
      String replacement = word('}', true);
      if (kept != null) {
        return "${" + kept + (all ? "//" : "/") + glob + "/" + replacement + "}";
      }
      return ShellPattern.replaced(glob, value, replacement, all);
    }

    private String word(char stop, boolean keepEscapes) {
      if (++nested > MOST_NESTED) {
        throw new SyntaxError("more than " + MOST_NESTED + " substitutions in one another");
      }
      try {
        String result = until(stop, keepEscapes);
        nested--;
        return result;
      } catch (SyntaxError e) {
        if (ended() && nested <= MOST_NESTED) {
          throw new SyntaxError(
              stop == '/' ? "syntax error: missing '/' in ${}" : "syntax error: missing '}'");
        }
        throw e;
      }
    }

    private String name() {
      int start = at;
      char first = peek();
      if (first >= '0' && first <= '9') {
        while (Character.isDigit(peek())) {
          at++;
        }
      } else if (SPECIAL.contains(first)) {
        at++;
      } else {
        while (peek() != END && (Character.isLetterOrDigit(peek()) || peek() == '_')) {
          at++;
        }
      }
      return text.substring(start, at);
    }
  }
}
