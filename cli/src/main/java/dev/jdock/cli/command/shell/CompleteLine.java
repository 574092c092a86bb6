package dev.jdock.cli.command.shell;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.shell.Catalogue.Described;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.runtime.engine.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;

/**
 * {@code __complete WORD...}: what may stand in place of the last word, a line each: the word, a
 * tab, and what it means. No line at all: the names of files.
 */
@Command(description = "Complete a command line")
public final class CompleteLine extends Action {
  private final Supplier<Catalogue> catalogue;

  public CompleteLine(Supplier<Catalogue> catalogue) {
    super(Arity.atLeast(0));
    this.catalogue = catalogue;
  }

  @Override
  public boolean flagsAnywhere() {
    return false;
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    List<String> words = arguments();
    String last = words.isEmpty() ? "" : words.getLast();
    candidates(engine, words.subList(0, Math.max(0, words.size() - 1)), last).stream()
        .filter(candidate -> candidate.startsWith(last))
        .forEach(invocation.out()::println);
    return 0;
  }

  private List<String> candidates(Engine engine, List<String> before, String last) {
    Described command = null;
    String path = "";
    int used = 0;
    while (used < before.size() && (command == null || command.entry().isGroup())) {
      String longer = (path + " " + before.get(used)).strip();
      Optional<Described> found = catalogue.get().find(longer);
      if (found.isEmpty()) {
        return List.of();
      }
      command = found.get();
      path = command.entry().path();
      used++;
    }
    if (command == null || command.entry().isGroup()) {
      return catalogue.get().members(path).stream().map(CompleteLine::line).toList();
    }
    return words(engine, command, before.subList(used, before.size()), last);
  }

  private static String line(Described member) {
    String path = member.entry().path();
    return path.substring(path.lastIndexOf(' ') + 1) + "\t" + member.description();
  }

  private static List<String> words(
      Engine engine, Described command, List<String> before, String last) {
    Optional<OptionSpec> open =
        before.isEmpty() ? Optional.empty() : option(command, before.getLast());
    if (open.isPresent() && open.get().arity().max() > 0) {
      return Operand.ofOption(open.get().longestName()).candidates(engine);
    }
    if (last.startsWith("-")) {
      return options(command).map(CompleteLine::line).toList();
    }
    return Operand.of(command.entry(), operands(command, before)).candidates(engine);
  }

  private static String line(OptionSpec option) {
    return option.longestName() + "\t" + String.join(" ", option.description());
  }

  private static Stream<OptionSpec> options(Described command) {
    return command.spec().stream()
        .flatMap(spec -> spec.options().stream())
        .filter(option -> !option.hidden());
  }

  private static Optional<OptionSpec> option(Described command, String word) {
    return options(command).filter(option -> List.of(option.names()).contains(word)).findFirst();
  }

  /** How many words are neither flags nor values of flags. */
  private static int operands(Described command, List<String> before) {
    List<String> operands = new ArrayList<>();
    boolean value = false;
    for (String word : before) {
      if (value) {
        value = false;
      } else if (word.startsWith("-")) {
        value = option(command, word).filter(option -> option.arity().max() > 0).isPresent();
      } else {
        operands.add(word);
      }
    }
    return operands.size();
  }
}
