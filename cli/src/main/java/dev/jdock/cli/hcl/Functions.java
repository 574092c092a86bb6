package dev.jdock.cli.hcl;

import java.util.List;

/** The functions that every configuration has. */
@FunctionalInterface
public interface Functions {

  /** Where a function is called. */
  record Site(Evaluator evaluator, Range range) {
    /** Accounts for values that a function makes. */
    public void items(long count) {
      evaluator.count(count, range);
    }

    /** Accounts for characters that a function puts together. */
    public void text(long characters) {
      evaluator.countText(characters, range);
    }

    public HclException failed(String function, String reason) {
      return new HclException(
          range,
          "Error in function call",
          "Call to function \"" + function + "\" failed: " + reason + ".");
    }
  }

  /**
   * @throws HclException if there is no such function, or it cannot do what it is asked for
   */
  Value call(String name, List<Value> arguments, Site site);

  /**
   * @param most of arguments, negative for any number
   */
  static void requireCount(String name, int count, int least, int most, Range range) {
    if (count < least) {
      throw new HclException(
          range,
          "Not enough function arguments",
          "Function \""
              + name
              + "\" expects "
              + (most < 0 ? "at least " : "")
              + least
              + " argument(s).");
    }
    if (most >= 0 && count > most) {
      throw new HclException(
          range,
          "Too many function arguments",
          "Function \"" + name + "\" expects only " + most + " argument(s).");
    }
  }
}
