package dev.jdock.cli.command.syntax;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Model.ArgSpec;

/** Sets in an action what was parsed into another one of its class. */
final class ParsedFields {
  private final Function<ArgSpec, List<Field>> ways;

  /**
   * @param ways to what a flag is declared in, the fields that lead there from an action
   */
  ParsedFields(Function<ArgSpec, List<Field>> ways) {
    this.ways = ways;
  }

  /** Copies what one flag has set; does nothing for one without a field, such as {@code --help}. */
  void copy(ArgSpec parsed, Action action) {
    Object declared = parsed.userObject();
    if (declared instanceof Field field) {
      Members.set(field, target(parsed, action), parsed.getValue());
    } else if (declared instanceof Method setter) {
      // It has set whatever it wanted of its own mixin.
      copyAll(setter.getDeclaringClass(), Members.owner(parsed), target(parsed, action));
    } else if (declared != null) {
      throw new IllegalStateException(parsed.toString());
    }
  }

  private static void copyAll(Class<?> type, Object owner, Object target) {
    for (Field field : type.getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers())) {
        Members.set(field, target, Members.valueOrNull(field, owner));
      }
    }
  }

  private Object target(ArgSpec parsed, Action action) {
    Object target = action;
    for (Field step : ways.apply(parsed)) {
      target = Members.value(step, target);
    }
    return target;
  }
}
