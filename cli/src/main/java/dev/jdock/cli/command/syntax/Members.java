package dev.jdock.cli.command.syntax;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;

/** Fields and setters of actions and of what is mixed into them. */
final class Members {
  private Members() {}

  /** A field of the class or of one above it. */
  static Field field(Class<?> type, String name) {
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      try {
        Field field = each.getDeclaredField(name);
        field.setAccessible(true);
        return field;
      } catch (NoSuchFieldException e) {
        // One above has it.
      }
    }
    throw new IllegalStateException("no field " + name + " in " + type);
  }

  /** A method of one parameter. */
  static Method setter(Class<?> type, String name) {
    Method setter =
        Arrays.stream(type.getDeclaredMethods())
            .filter(method -> method.getName().equals(name) && method.getParameterCount() == 1)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no setter " + name + " in " + type));
    setter.setAccessible(true);
    return setter;
  }

  /** What a field holds that is never null. */
  static Object value(Field field, Object owner) {
    return Objects.requireNonNull(valueOrNull(field, owner));
  }

  static @Nullable Object valueOrNull(Field field, Object owner) {
    try {
      field.setAccessible(true);
      return field.get(owner);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The object whose field or setter a flag is. */
  static Object owner(ArgSpec flag) {
    try {
      return flag.scope().get();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
