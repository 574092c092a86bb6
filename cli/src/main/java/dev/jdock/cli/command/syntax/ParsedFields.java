package dev.jdock.cli.command.syntax;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;

/** Sets in an action what was parsed into another one of its class. */
final class ParsedFields {
  /** To the template and each of its mixins, the fields that lead there from an action. */
  private final IdentityHashMap<Object, List<Field>> ways = new IdentityHashMap<>();

  /**
   * @param template the one that is parsed into
   */
  ParsedFields(Action template) {
    find(template, List.of());
  }

  private void find(Object owner, List<Field> way) {
    ways.put(owner, way);
    for (Class<?> type = owner.getClass(); type != Object.class; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (field.isAnnotationPresent(Mixin.class)) {
          field.setAccessible(true);
          List<Field> further = new ArrayList<>(way);
          further.add(field);
          find(value(field, owner), further);
        }
      }
    }
  }

  /** Copies what one flag has set; does nothing for one without a field, such as {@code --help}. */
  void copy(ArgSpec parsed, Action action) {
    switch (parsed.userObject()) {
      case Field field -> copy(parsed, action, List.of(field));
      // It has set whatever it wanted of its own mixin.
      case Method setter -> copy(parsed, action, ownFields(setter.getDeclaringClass()));
      case null -> {}
      default -> throw new IllegalStateException(parsed.toString());
    }
  }

  private static List<Field> ownFields(Class<?> type) {
    return Arrays.stream(type.getDeclaredFields())
        .filter(field -> !Modifier.isStatic(field.getModifiers()))
        .toList();
  }

  private void copy(ArgSpec parsed, Action action, List<Field> fields) {
    Object owner = scope(parsed);
    Object target = action;
    for (Field step : Objects.requireNonNull(ways.get(owner))) {
      target = value(step, target);
    }
    try {
      for (Field field : fields) {
        field.setAccessible(true);
        field.set(target, field.get(owner));
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object scope(ArgSpec parsed) {
    try {
      return parsed.scope().get();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object value(Field field, Object owner) {
    try {
      return Objects.requireNonNull(field.get(owner));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
