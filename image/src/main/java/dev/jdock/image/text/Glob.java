package dev.jdock.image.text;

import java.util.function.IntPredicate;

/**
 * A pattern of a shell for names of files, as glob(7) has them: {@code *}, {@code ?}, {@code [a-z]}
 * and {@code [!a-z]}. A bracket that is not closed stands for itself, and so does a backslash.
 */
public final class Glob {
  private Glob() {}

  /** For a name without slashes. */
  public static Wildcards of(String name) {
    var pattern = new Wildcards.Builder();
    int[] glob = name.codePoints().toArray();
    for (int at = 0; at < glob.length; at++) {
      switch (glob[at]) {
        case '*' -> pattern.many(_ -> true);
        case '?' -> pattern.one(_ -> true);
        case '[' -> {
          int close = close(glob, at);
          if (close < 0) {
            pattern.literal('[');
          } else {
            pattern.one(set(glob, at + 1, close));
            at = close;
          }
        }
        default -> pattern.literal(glob[at]);
      }
    }
    return pattern.build();
  }

  /** A closing bracket that comes first is a member of the set. */
  private static int close(int[] glob, int open) {
    int first = open + 1 < glob.length && isNegation(glob[open + 1]) ? open + 2 : open + 1;
    for (int at = first + 1; at < glob.length; at++) {
      if (glob[at] == ']') {
        return at;
      }
    }
    return -1;
  }

  private static boolean isNegation(int character) {
    return character == '!' || character == '^';
  }

  private static IntPredicate set(int[] glob, int start, int end) {
    boolean negated = isNegation(glob[start]);
    IntPredicate members = _ -> false;
    for (int at = negated ? start + 1 : start; at < end; at++) {
      int low = glob[at];
      boolean range = at + 2 < end && glob[at + 1] == '-';
      int high = range ? glob[at + 2] : low;
      at += range ? 2 : 0;
      members = members.or(c -> c >= low && c <= high);
    }
    return negated ? members.negate() : members;
  }
}
