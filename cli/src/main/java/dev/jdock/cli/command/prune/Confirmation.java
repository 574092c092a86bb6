package dev.jdock.cli.command.prune;

import dev.jdock.cli.Invocation;
import dev.jdock.image.error.JdockException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;

/** Asks whether the user means it. */
final class Confirmation {
  private static final int LONGEST = 1024;

  private Confirmation() {}

  /**
   * Whether the answer was yes; the end of the input, anything else, and Ctrl-C are a no, after
   * which Docker's client ends with 0, too.
   */
  static boolean given(Invocation invocation, String question) {
    PrintStream out = invocation.out();
    out.print(question + " [y/N] ");
    out.flush();
    String answer = line(invocation.in()).trim();
    if (Thread.interrupted()) {
      out.println();
      return false;
    }
    return answer.equalsIgnoreCase("y");
  }

  /** Read byte by byte: what follows the answer is not ours. */
  private static String line(InputStream in) {
    StringBuilder line = new StringBuilder();
    try {
      for (int b; (b = in.read()) >= 0 && b != '\n' && line.length() < LONGEST; ) {
        line.append((char) b);
      }
    } catch (IOException e) {
      throw JdockException.internal("cannot read the answer: " + e.getMessage(), e);
    }
    return line.toString();
  }
}
