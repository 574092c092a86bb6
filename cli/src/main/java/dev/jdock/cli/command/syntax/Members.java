package dev.jdock.cli.command.syntax;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
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
    VarHandle handle = handle(field);
    Class<?> type = field.getType();
    if (type == boolean.class) {
      return (boolean) handle.get(owner);
    }
    if (type == int.class) {
      return (int) handle.get(owner);
    }
    if (type == long.class) {
      return (long) handle.get(owner);
    }
    return (Object) handle.get(owner);
  }

  /** Of a field that is not final. */
  static void set(Field field, Object owner, @Nullable Object value) {
    VarHandle handle = handle(field);
    Class<?> type = field.getType();
    if (type == boolean.class) {
      handle.set(owner, (boolean) Objects.requireNonNull(value));
    } else if (type == int.class) {
      handle.set(owner, (int) Objects.requireNonNull(value));
    } else if (type == long.class) {
      handle.set(owner, (long) Objects.requireNonNull(value));
    } else {
      handle.set(owner, value);
    }
  }

  /**
   * To get and set it with arguments of exactly the types above is done by classes of the JDK's
   * own; for {@link Field#get} and {@link Field#set} each process assembles some of each type, 8 to
   * 40 ms of a first command.
   */
  private static VarHandle handle(Field field) {
    try {
      return MethodHandles.privateLookupIn(field.getDeclaringClass(), MethodHandles.lookup())
          .unreflectVarHandle(field);
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
