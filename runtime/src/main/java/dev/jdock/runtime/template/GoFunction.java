package dev.jdock.runtime.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function or method that a template can call.
 *
 * @param parameters what the fixed arguments must be
 * @param rest what further arguments must be; null when there must be none
 */
public record GoFunction(List<Type> parameters, @Nullable Type rest, Body body) {

  public GoFunction {
    parameters = List.copyOf(parameters);
  }

  /** The parameter types that Go's and Docker's functions have. */
  public enum Type {
    ANY("reflect.Value"),
    STRING("string"),
    INT("int"),
    STRINGS("[]string");

    final String goName;

    Type(String goName) {
      this.goName = goName;
    }
  }

  /**
   * The body of the function; an {@link IllegalArgumentException} becomes the template's {@code
   * error calling f: message}.
   */
  @FunctionalInterface
  public interface Body {
    @Nullable Object call(GoArguments arguments);
  }

  public static GoFunction of(Body body, Type... parameters) {
    return new GoFunction(List.of(parameters), null, body);
  }

  static GoFunction variadic(Body body, Type rest, Type... parameters) {
    return new GoFunction(List.of(parameters), rest, body);
  }

  Type parameter(int index) {
    if (index < parameters.size()) {
      return parameters.get(index);
    }
    return rest == null ? Type.ANY : rest;
  }

  /** The message for a wrong number of arguments; null for a correct one. */
  @Nullable String miscount(String name, int given) {
    if (rest != null) {
      return given < parameters.size()
          ? "wrong number of args for "
              + name
              + ": want at least "
              + parameters.size()
              + " got "
              + given
          : null;
    }
    return given != parameters.size()
        ? "wrong number of args for " + name + ": want " + parameters.size() + " got " + given
        : null;
  }
}
