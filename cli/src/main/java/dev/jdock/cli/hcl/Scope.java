package dev.jdock.cli.hcl;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What names mean where an expression stands. */
public interface Scope {
  /** A function of the configuration's own. */
  interface Callable {
    /**
     * @param place of the call, for errors
     */
    Value call(List<Value> arguments, Range place);
  }

  /**
   * The value of a variable, which may be found out only now.
   *
   * @param place where it is named, for errors
   * @return null if there is no such variable
   */
  @Nullable Value variable(String name, Range place);

  /** A function that is not built in; null if there is none. */
  @Nullable Callable function(String name, Range place);

  /** This scope with more variables. */
  default Scope with(Map<String, Value> variables) {
    Map<String, Value> own = new HashMap<>(variables);
    Scope outer = this;
    return new Scope() {
      @Override
      public @Nullable Value variable(String name, Range place) {
        Value value = own.get(name);
        return value != null ? value : outer.variable(name, place);
      }

      @Override
      public @Nullable Callable function(String name, Range place) {
        return outer.function(name, place);
      }
    };
  }
}
