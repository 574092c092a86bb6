package dev.jdock.image.text;

import dev.jdock.image.error.JdockException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How large a regular expression becomes when its repetitions are written out. Go bounds that, and
 * RE2/J does not: {@code ((a{1000}){1000}){1000}} would fill the memory.
 */
final class RegexpSize {
  private static final long MOST_REPEATS = 1_000;
  private static final long MOST_STEPS = 100_000;
  private static final int MOST_GROUPS = 1_000;
  private static final Pattern REPEAT = Pattern.compile("\\{(\\d{1,9})(?:,(\\d{0,9}))?\\}");

  /**
   * A part of an expression.
   *
   * @param steps that it compiles to, roughly
   * @param repeats the product of the nested repetitions in it
   */
  private record Part(long steps, long repeats) {
    static final Part NONE = new Part(0, 1);
    static final Part CHARACTER = new Part(1, 1);

    Part then(Part next) {
      return new Part(steps + next.steps, Math.max(repeats, next.repeats));
    }

    Part times(long count) {
      return new Part(steps * Math.max(1, count), repeats * Math.max(1, count));
    }
  }

  private final String expression;
  private final Matcher repeat;

  /** What stands before the last part, of each group that is open. */
  private final Deque<Part> before = new ArrayDeque<>();

  private Part last = Part.NONE;

  private RegexpSize(String expression) {
    this.expression = expression;
    this.repeat = REPEAT.matcher(expression);
  }

  /**
   * @throws JdockException INVALID in Go's words
   */
  static void check(String expression) {
    new RegexpSize(expression).read();
  }

  private void read() {
    before.push(Part.NONE);
    int at = 0;
    while (at < expression.length()) {
      at = readPart(at);
      if (last.then(before.getFirst()).steps() > MOST_STEPS) {
        throw failure("expression too large", expression);
      }
    }
  }

  /** Returns where the next part begins. */
  private int readPart(int at) {
    char c = expression.charAt(at);
    switch (c) {
      case '(' -> {
        next(Part.NONE);
        before.push(Part.NONE);
        if (before.size() > MOST_GROUPS) {
          throw failure("expression nests too deeply", expression);
        }
      }
      case ')' -> {
        if (before.size() > 1) {
          last = before.pop().then(last);
        }
      }
      case '[' -> {
        next(Part.CHARACTER);
        return characterClass(at + 1);
      }
      case '\\' -> {
        next(Part.CHARACTER);
        return escape(at + 1);
      }
      case '{' -> {
        if (repeat.region(at, expression.length()).lookingAt()) {
          repeat(repeat.group(), repeat.group(1), repeat.group(2));
          return repeat.end();
        }
        next(Part.CHARACTER);
      }
      default -> next(Part.CHARACTER);
    }
    return at + 1;
  }

  private void next(Part part) {
    before.push(before.pop().then(last));
    last = part;
  }

  private void repeat(String text, String least, @Nullable String most) {
    last = last.times(Long.parseLong(most == null || most.isEmpty() ? least : most));
    if (last.repeats() > MOST_REPEATS) {
      throw failure("invalid repeat count", text);
    }
  }

  /** Skips {@code \d}, {@code \x{1F600}}, {@code \p{Greek}}. */
  private int escape(int at) {
    boolean braces =
        at + 1 < expression.length()
            && "xpP".indexOf(expression.charAt(at)) >= 0
            && expression.charAt(at + 1) == '{';
    int end = braces ? expression.indexOf('}', at) : at;
    return end < 0 ? expression.length() : end + 1;
  }

  private int characterClass(int start) {
    int at = expression.startsWith("^", start) ? start + 1 : start;
    // A bracket that comes first is a member.
    at += expression.startsWith("]", at) ? 1 : 0;
    while (at < expression.length() && expression.charAt(at) != ']') {
      int named = expression.startsWith("[:", at) ? expression.indexOf(":]", at) : -1;
      if (named > 0) {
        at = named + 2;
      } else {
        at += expression.charAt(at) == '\\' ? 2 : 1;
      }
    }
    return at + 1;
  }

  private static JdockException failure(String what, String where) {
    return JdockException.invalid("error parsing regexp: " + what + ": `" + where + "`");
  }
}
