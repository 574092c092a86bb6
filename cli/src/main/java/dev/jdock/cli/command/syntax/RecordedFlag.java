package dev.jdock.cli.command.syntax;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What an action's annotations say of a flag, as a line of a file.
 *
 * @param way names of the fields that lead from the action to the mixin that declares it
 * @param member the field's name, or the setter's with {@code ()} behind it
 * @param names with their dashes
 * @param arity empty for that of its type
 * @param types names of its type and of those of its elements
 * @param converter class name; empty for none
 * @param split what separates values in one word; empty for nothing
 * @param fallback value of a flag without one; empty for none
 */
record RecordedFlag(
    List<String> way,
    String member,
    List<String> names,
    String arity,
    List<String> types,
    String converter,
    String label,
    String split,
    String fallback,
    boolean hidden,
    String description) {
  private static final int COLUMNS = 11;
  private static final String SETTER = "()";

  static RecordedFlag of(OptionSpec flag, List<Field> way) {
    return new RecordedFlag(
        way.stream().map(Field::getName).toList(),
        member(flag.userObject()),
        List.of(flag.names()),
        flag.arity().isUnspecified() ? "" : flag.arity().toString(),
        Stream.concat(Stream.of(flag.type()), Arrays.stream(flag.auxiliaryTypes()))
            .map(Class::getName)
            .toList(),
        converter(flag.converters()),
        flag.paramLabel(),
        flag.splitRegex(),
        flag.fallbackValue(),
        flag.hidden(),
        String.join("", flag.description()));
  }

  private static String member(@Nullable Object annotated) {
    return switch (annotated) {
      case Field field -> field.getName();
      case Method setter -> setter.getName() + SETTER;
      case null, default -> throw new IllegalArgumentException("not a member: " + annotated);
    };
  }

  private static String converter(ITypeConverter<?>[] converters) {
    return converters.length == 0 ? "" : converters[0].getClass().getName();
  }

  boolean isSetter() {
    return member.endsWith(SETTER);
  }

  /** Of the field or the setter. */
  String memberName() {
    return isSetter() ? member.substring(0, member.length() - SETTER.length()) : member;
  }

  String line() {
    List<String> columns =
        List.of(
            String.join(" ", way),
            member,
            String.join(" ", names),
            arity,
            String.join(" ", types),
            converter,
            label,
            split,
            fallback,
            hidden ? "hidden" : "",
            description);
    if (columns.stream().anyMatch(column -> column.contains("\t") || column.contains("\n"))) {
      throw new IllegalArgumentException("not for a line: " + columns);
    }
    return String.join("\t", columns);
  }

  static RecordedFlag parse(String line) {
    String[] columns = line.split("\t", -1);
    if (columns.length != COLUMNS) {
      throw new IllegalArgumentException(line);
    }
    return new RecordedFlag(
        words(columns[0]),
        columns[1],
        words(columns[2]),
        columns[3],
        words(columns[4]),
        columns[5],
        columns[6],
        columns[7],
        columns[8],
        !columns[9].isEmpty(),
        columns[10]);
  }

  private static List<String> words(String column) {
    return column.isEmpty() ? List.of() : List.of(column.split(" ", -1));
  }
}
