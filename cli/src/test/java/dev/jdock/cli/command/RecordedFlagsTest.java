package dev.jdock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Parser;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What the build has written down of a command's flags is what their annotations say. */
class RecordedFlagsTest {
  static Stream<String> commands() {
    return new CommandLineFrontEnd()
        .table().all().stream()
            .filter(found -> found.action() != null)
            .map(found -> found.entry().path());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void recordIsAsAnnotated(String path) {
    CommandTable.Found found = new CommandLineFrontEnd().table().find(path).orElseThrow();
    Action action = found.newAction();
    assertThat(Parser.class.getResource("flags/" + action.getClass().getName())).isNotNull();
    CommandSpec recorded = new Parser(found.entry(), action).spec();
    CommandSpec annotated = CommandSpec.forAnnotatedObject(found.newAction());
    assertThat(recorded.usageMessage().description())
        .containsExactly(annotated.usageMessage().description());
    List<List<@Nullable Object>> own = described(recorded);
    assertThat(own.subList(0, described(annotated).size()))
        .containsExactlyInAnyOrderElementsOf(described(annotated));
  }

  /** Those of annotations come first: {@code --help} and what is refused is added by the parser. */
  private static List<List<@Nullable Object>> described(CommandSpec spec) {
    CommandLine _ = new CommandLine(spec);
    return Stream.concat(spec.positionalParameters().stream(), spec.options().stream())
        .map(RecordedFlagsTest::described)
        .toList();
  }

  private static List<@Nullable Object> described(ArgSpec flag) {
    List<@Nullable Object> values = new ArrayList<>();
    if (flag instanceof OptionSpec option) {
      values.add(List.of(option.names()));
      values.add(option.fallbackValue());
      values.add(option.usageHelp());
    } else if (flag instanceof PositionalParamSpec arguments) {
      values.add(arguments.index().toString());
    }
    values.add(flag.arity());
    values.add(flag.type());
    values.add(List.of(flag.auxiliaryTypes()));
    values.add(flag.typeInfo().isMultiValue());
    values.add(flag.paramLabel());
    values.add(flag.splitRegex());
    values.add(flag.hidden());
    values.add(flag.required());
    values.add(flag.interactive());
    values.add(flag.defaultValue());
    values.add(List.of(flag.description()));
    values.add(Arrays.stream(flag.converters()).map(Object::getClass).toList());
    values.add(flag.userObject());
    values.add(flag.hasInitialValue());
    return values;
  }
}
