package dev.jdock.image.build.files;

import dev.jdock.image.error.JdockException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What {@code --chmod} makes of a file's mode: an octal number, or changes as of chmod(1) ({@code
 * u=rwX,go-w}), read as BSD's setmode(3) reads them, which BuildKit does, too.
 */
public final class ModeChange {
  private static final Pattern OCTAL = Pattern.compile("[0-7]+");
  private static final int MAXIMUM = 07777;
  private static final int SET_IDS = 06000;
  private static final int STICKY = 01000;
  private static final int ALL_READ = 0444;
  private static final int ALL_WRITE = 0222;
  private static final int ALL_EXECUTE = 0111;
  private static final int OTHERS = 0007;

  /** One change; those of a mode follow each other. */
  private sealed interface Step {
    /**
     * @param before the mode before the first step
     */
    int apply(int mode, int before, boolean directory);

    record Set(int bits) implements Step {
      @Override
      public int apply(int mode, int before, boolean directory) {
        return mode | bits;
      }
    }

    record Clear(int bits) implements Step {
      @Override
      public int apply(int mode, int before, boolean directory) {
        return mode & ~bits;
      }
    }

    /** {@code X}: for directories, and for files that anybody may execute. */
    record SetExecutable(int bits) implements Step {
      @Override
      public int apply(int mode, int before, boolean directory) {
        return directory || (before & ALL_EXECUTE) != 0 ? mode | bits : mode;
      }
    }

    /**
     * {@code g=u}: the bits of one class for others.
     *
     * @param from how far its bits are to the left of those of all others
     * @param to the same of the classes that get them
     * @param operator {@code +}, {@code -} or {@code =}
     */
    record Copy(int from, List<Integer> to, char operator) implements Step {
      @Override
      public int apply(int mode, int before, boolean directory) {
        int value = mode >> from & OTHERS;
        int result = mode;
        for (int shift : to) {
          if (operator != '+') {
            result &= ~((operator == '=' ? OTHERS : value) << shift);
          }
          if (operator != '-') {
            result |= value << shift;
          }
        }
        return result;
      }
    }
  }

  private final List<Step> steps;

  private ModeChange(List<Step> steps) {
    this.steps = List.copyOf(steps);
  }

  /**
   * @throws JdockException INVALID, in BuildKit's words
   */
  public static ModeChange parse(String text) {
    if (OCTAL.matcher(text).matches()) {
      int mode = text.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(text, 8);
      if (mode > MAXIMUM) {
        throw notOctal(text);
      }
      return new ModeChange(List.of(new Step.Clear(MAXIMUM), new Step.Set(mode)));
    }
    if (!text.isEmpty() && Character.digit(text.charAt(0), 10) >= 0) {
      throw notOctal(text);
    }
    return new ModeChange(new Reader(text).read());
  }

  private static JdockException notOctal(String text) {
    return JdockException.invalid(
        "invalid chmod parameter: '"
            + text
            + "'. it should be octal string and between 0 and 07777");
  }

  /**
   * The mode of a copy.
   *
   * @param mode permission bits of the source
   */
  public int apply(int mode, boolean directory) {
    int result = mode & MAXIMUM;
    for (Step step : steps) {
      result = step.apply(result, mode, directory);
    }
    return result;
  }

  /** The mode of a folder that is made on the way: an octal one, within BuildKit's umask. */
  public int ofMadeFolder() {
    return steps.size() == 2 && steps.getFirst() instanceof Step.Clear(int bits) && bits == MAXIMUM
        ? apply(0, true) & 0755
        : 0755;
  }

  /** Reads symbolic changes from left to right. */
  private static final class Reader {
    private final String text;
    private final List<Step> steps = new ArrayList<>();
    private int at;
    private int who;

    Reader(String text) {
      this.text = text;
    }

    List<Step> read() {
      do {
        who = classes();
        do {
          operation();
        } while (at < text.length() && text.charAt(at) != ',');
      } while (at++ < text.length());
      return steps;
    }

    private char next() {
      if (at >= text.length()) {
        throw JdockException.invalid("invalid syntax");
      }
      return text.charAt(at++);
    }

    private int classes() {
      int classes = 0;
      while (true) {
        switch (next()) {
          case 'a' -> classes |= SET_IDS | 0777;
          case 'u' -> classes |= 04700;
          case 'g' -> classes |= 02070;
          case 'o' -> classes |= OTHERS;
          default -> {
            at--;
            return classes;
          }
        }
      }
    }

    private void operation() {
      char operator = next();
      if (operator != '+' && operator != '-' && operator != '=') {
        throw JdockException.invalid("invalid syntax");
      }
      who &= ~STICKY;
      int bits = 0;
      int executable = 0;
      boolean assigned = operator != '=';
      for (; at < text.length(); at++) {
        switch (text.charAt(at)) {
          case 'r' -> bits |= ALL_READ;
          case 'w' -> bits |= ALL_WRITE;
          case 'x' -> bits |= ALL_EXECUTE;
          case 'X' -> {
            if (operator == '-') {
              bits |= ALL_EXECUTE;
            } else {
              executable = ALL_EXECUTE;
            }
          }
          case 's' -> bits |= others() ? 0 : SET_IDS;
          case 't' -> {
            if (!others()) {
              who |= STICKY;
              bits |= STICKY;
            }
          }
          case 'u', 'g', 'o' -> {
            if (bits != 0) {
              change(operator, bits);
              bits = 0;
            }
            assigned = true;
            addExecutable(executable);
            executable = 0;
            copy(text.charAt(at), operator);
          }
          default -> {
            finish(operator, bits, executable, assigned);
            return;
          }
        }
      }
      finish(operator, bits, executable, assigned);
    }

    private void finish(char operator, int bits, int executable, boolean assigned) {
      if (bits != 0 || !assigned) {
        change(operator, bits);
      }
      addExecutable(executable);
    }

    private boolean others() {
      return who != 0 && (who & ~OTHERS) == 0;
    }

    private int limited(int bits) {
      return who == 0 ? bits : who & bits;
    }

    private void change(char operator, int bits) {
      switch (operator) {
        case '-' -> steps.add(new Step.Clear(limited(bits)));
        case '+' -> steps.add(new Step.Set(limited(bits)));
        default -> {
          steps.add(new Step.Clear(who == 0 ? SET_IDS | 0777 : who));
          steps.add(new Step.Set(limited(bits)));
        }
      }
    }

    private void addExecutable(int bits) {
      if (bits != 0) {
        steps.add(new Step.SetExecutable(limited(bits)));
      }
    }

    private void copy(char from, char operator) {
      List<Integer> to = new ArrayList<>();
      for (int shift : new int[] {6, 3, 0}) {
        if (who == 0 || (who & 4 << shift) != 0) {
          to.add(shift);
        }
      }
      int shift = from == 'u' ? 6 : from == 'g' ? 3 : 0;
      steps.add(new Step.Copy(shift, List.copyOf(to), operator));
    }
  }
}
