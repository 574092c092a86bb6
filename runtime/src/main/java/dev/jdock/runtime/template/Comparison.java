package dev.jdock.runtime.template;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Go's comparison of basic values: no conversion between kinds, so an integer and a float do not
 * compare.
 */
final class Comparison {
  private static final String INCOMPATIBLE = "incompatible types for comparison";

  private Comparison() {}

  static Object equal(GoArguments args) {
    Object first = args.at(0);
    if (args.size() == 1) {
      throw new IllegalArgumentException("missing argument for comparison");
    }
    for (Object other : args.from(1).values()) {
      if (same(first, other)) {
        return true;
      }
    }
    return false;
  }

  static boolean same(@Nullable Object left, @Nullable Object right) {
    boolean leftNil = nil(left);
    boolean rightNil = nil(right);
    if (leftNil || rightNil) {
      return leftNil && rightNil;
    }
    if (kind(left) != kind(right)) {
      throw new IllegalArgumentException(INCOMPATIBLE);
    }
    comparable(left);
    comparable(right);
    return Objects.equals(left, right);
  }

  private static void comparable(@Nullable Object value) {
    if (value instanceof List<?> || value instanceof Map<?, ?> || value instanceof GoStruct) {
      throw new IllegalArgumentException(
          "non-comparable type " + GoFormat.print(value) + ": " + GoValue.type(value));
    }
  }

  static boolean less(@Nullable Object left, @Nullable Object right) {
    if (kind(left) == Kind.OTHER || kind(right) == Kind.OTHER) {
      throw new IllegalArgumentException("invalid type for comparison");
    }
    if (kind(left) != kind(right)) {
      throw new IllegalArgumentException(INCOMPATIBLE);
    }
    if (left instanceof Long a && right instanceof Long b) {
      return a < b;
    }
    if (left instanceof Double a && right instanceof Double b) {
      return a < b;
    }
    if (left instanceof String a && right instanceof String b) {
      return a.compareTo(b) < 0;
    }
    throw new IllegalArgumentException("invalid type for comparison");
  }

  static boolean lessOrEqual(@Nullable Object left, @Nullable Object right) {
    return less(left, right) || same(left, right);
  }

  private static boolean nil(@Nullable Object value) {
    return value == null || value instanceof Absent;
  }

  private enum Kind {
    INTEGER,
    FLOAT,
    STRING,
    BOOLEAN,
    OTHER
  }

  private static Kind kind(@Nullable Object value) {
    return switch (value) {
      case Long _ -> Kind.INTEGER;
      case Double _ -> Kind.FLOAT;
      case String _ -> Kind.STRING;
      case Boolean _ -> Kind.BOOLEAN;
      case null, default -> Kind.OTHER;
    };
  }
}
