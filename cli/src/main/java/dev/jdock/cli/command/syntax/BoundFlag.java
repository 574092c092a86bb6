package dev.jdock.cli.command.syntax;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.IScope;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.PicocliException;

/**
 * A recorded flag of a template. picocli keeps the values of fields by itself: for each field that
 * is read or set, the JVM makes method handles, which takes longer than the rest of the model.
 */
final class BoundFlag {
  private final RecordedFlag flag;
  private final Owner owner;

  BoundFlag(RecordedFlag flag, Action template) {
    this.flag = flag;
    this.owner = new Owner(template, flag.way());
  }

  OptionSpec spec() {
    List<String> names = flag.names();
    OptionSpec.Builder builder =
        OptionSpec.builder(names.getFirst(), names.subList(1, names.size()).toArray(String[]::new))
            .scope(owner)
            .type(type(flag.types().getFirst()))
            .auxiliaryTypes(
                flag.types().stream().skip(1).map(BoundFlag::type).toArray(Class<?>[]::new))
            .paramLabel(flag.label())
            .splitRegex(flag.split())
            .fallbackValue(flag.fallback())
            .hidden(flag.hidden());
    if (!flag.description().isEmpty()) {
      builder.description(flag.description());
    }
    if (!flag.arity().isEmpty()) {
      builder.arity(flag.arity());
    }
    if (!flag.converter().isEmpty()) {
      builder.converters(converter(flag.converter()));
    }
    if (flag.isSetter()) {
      Method setter = Members.setter(owner.type(), flag.memberName());
      builder.userObject(setter).setter(new Setter(setter, owner)).hasInitialValue(false);
    } else {
      builder.userObject(Members.field(owner.type(), flag.memberName()));
    }
    return builder.build();
  }

  /** What is no flag, as an action's own field has it. */
  static PositionalParamSpec arguments(Action template) {
    return PositionalParamSpec.builder()
        .arity(Action.ANY)
        .paramLabel("<" + Action.ARGUMENTS + ">")
        .type(List.class)
        .auxiliaryTypes(String.class)
        .hidden(true)
        .userObject(Members.field(Action.class, Action.ARGUMENTS))
        .scope(new Owner(template, List.of()))
        .build();
  }

  private static Class<?> type(String name) {
    Class<?> primitive = Class.forPrimitiveName(name);
    try {
      return primitive == null ? Class.forName(name) : primitive;
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ITypeConverter<?> converter(String name) {
    try {
      var constructor = type(name).getDeclaredConstructor();
      constructor.setAccessible(true);
      return (ITypeConverter<?>) constructor.newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What was set before is not known. */
  private static final class Setter implements ISetter {
    private final Method method;
    private final Owner owner;

    Setter(Method method, Owner owner) {
      this.method = method;
      this.owner = owner;
    }

    @Override
    public <T> T set(T value) throws ReflectiveOperationException {
      Object target = owner.get();
      try {
        method.invoke(target, value);
      } catch (InvocationTargetException e) {
        if (e.getCause() instanceof PicocliException complaint) {
          throw complaint;
        }
        throw e;
      }
      return value;
    }
  }

  /** The template or one of its mixins, which is looked for when a flag of it is used. */
  static final class Owner implements IScope {
    private final Action template;
    private final List<Field> way;

    private Owner(Action template, List<String> names) {
      this.template = template;
      this.way = new ArrayList<>();
      for (String name : names) {
        way.add(Members.field(type(), name));
      }
    }

    /** Of a mixin, the one that its field is declared with. */
    private Class<?> type() {
      return way.isEmpty() ? template.getClass() : way.getLast().getType();
    }

    List<Field> way() {
      return way;
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // picocli's interface.
    public <T> T get() {
      Object owner = template;
      for (Field step : way) {
        owner = Members.value(step, owner);
      }
      return (T) owner;
    }

    @Override
    public <T> T set(T value) {
      throw new UnsupportedOperationException();
    }
  }
}
