package dev.jdock.cli.command.syntax;

import dev.jdock.linux.file.PackedFiles;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * An action's flags: picocli's model, and where in the action they are. The build writes down what
 * the annotations of each action say, as a file beside this class. To read annotations is what an
 * engine's first command would wait for longest: for each kind of them the JVM assembles a class.
 *
 * @param spec bound to the template
 * @param ways to what a flag is declared in, the fields that lead there from an action
 */
record CommandModel(CommandSpec spec, Function<ArgSpec, List<Field>> ways) {
  private static final String FOLDER = "flags/";

  /**
   * The model of a template's class. That of a class of which nothing is recorded, such as a
   * test's, is made from its annotations.
   */
  static CommandModel of(Action template) {
    String recorded = PackedFiles.text(CommandModel.class, FOLDER + file(template));
    return recorded == null ? annotated(template) : recorded(template, recorded.lines().toList());
  }

  private static String file(Action template) {
    return template.getClass().getName();
  }

  static CommandModel annotated(Action template) {
    IdentityHashMap<Object, List<Field>> ways = new IdentityHashMap<>();
    findMixins(template, List.of(), ways);
    return new CommandModel(
        CommandSpec.forAnnotatedObject(template),
        flag -> Objects.requireNonNull(ways.get(Members.owner(flag))));
  }

  private static void findMixins(
      Object owner, List<Field> way, IdentityHashMap<Object, List<Field>> ways) {
    ways.put(owner, way);
    for (Class<?> type = owner.getClass(); type != Object.class; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (field.isAnnotationPresent(Mixin.class)) {
          field.setAccessible(true);
          List<Field> further = new ArrayList<>(way);
          further.add(field);
          findMixins(Members.value(field, owner), further, ways);
        }
      }
    }
  }

  /**
   * Writes down what the annotations say, sorted: in which order a class has its methods differs
   * from one JVM to the next.
   *
   * @param classes the folder of this module's classes
   */
  static void record(Action template, Path classes) throws IOException {
    CommandModel model = annotated(template);
    Path folder =
        classes.resolve(CommandModel.class.getPackageName().replace('.', '/')).resolve(FOLDER);
    Files.createDirectories(folder);
    List<String> lines = new ArrayList<>();
    lines.add(String.join("", model.spec.usageMessage().description()));
    model.spec.options().stream()
        .map(flag -> RecordedFlag.of(flag, model.ways.apply(flag)).line())
        .sorted()
        .forEach(lines::add);
    Files.write(folder.resolve(file(template)), lines);
  }

  private static CommandModel recorded(Action template, List<String> lines) {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(template);
    spec.usageMessage().description(lines.getFirst());
    spec.addPositional(BoundFlag.arguments(template));
    for (String line : lines.subList(1, lines.size())) {
      spec.addOption(new BoundFlag(RecordedFlag.parse(line), template).spec());
    }
    return new CommandModel(spec, flag -> ((BoundFlag.Owner) flag.scope()).way());
  }
}
