package dev.jdock.cli.hcl.function;

import dev.jdock.cli.hcl.Value;
import java.util.function.Function;

/**
 * One function.
 *
 * @param least arguments
 * @param most arguments; negative for any number
 */
record Builtin(int least, int most, Function<Arguments, Value> body) {
  static final int ANY = -1;

  static Builtin of(int arguments, Function<Arguments, Value> body) {
    return new Builtin(arguments, arguments, body);
  }

  static Builtin from(int least, Function<Arguments, Value> body) {
    return new Builtin(least, ANY, body);
  }
}
