package dev.jdock.cli.command.syntax;

import java.util.Optional;

/**
 * How many arguments a command takes.
 *
 * @param most {@link Integer#MAX_VALUE} for any number
 */
public record Arity(int least, int most) {
  public static Arity none() {
    return new Arity(0, 0);
  }

  public static Arity exactly(int count) {
    return new Arity(count, count);
  }

  public static Arity atLeast(int count) {
    return new Arity(count, Integer.MAX_VALUE);
  }

  public static Arity between(int least, int most) {
    return new Arity(least, most);
  }

  /** What is wrong with {@code count} arguments, in Docker's words. */
  Optional<String> complaint(int count) {
    if (count >= least && count <= most) {
      return Optional.empty();
    }
    if (most == 0) {
      return Optional.of("accepts no arguments");
    }
    if (least == most) {
      return Optional.of("requires " + arguments(least));
    }
    if (most == Integer.MAX_VALUE) {
      return Optional.of("requires at least " + arguments(least));
    }
    if (least == 0) {
      return Optional.of("requires at most " + arguments(most));
    }
    return Optional.of("requires at least " + least + " and at most " + arguments(most));
  }

  private static String arguments(int count) {
    return count + (count == 1 ? " argument" : " arguments");
  }
}
