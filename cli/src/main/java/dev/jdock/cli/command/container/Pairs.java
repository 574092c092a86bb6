package dev.jdock.cli.command.container;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.NameValues;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Environment and labels gathered from files and flags. */
final class Pairs {
  private Pairs() {}

  /** Files first, so that flags win; a bare {@code NAME} takes its value from the user's. */
  static List<String> environment(Invocation invocation, List<String> files, List<String> flags) {
    List<String> result = new ArrayList<>();
    files.forEach(file -> result.addAll(PairFile.environment(invocation, file)));
    for (String flag : flags) {
      String value = flag.contains("=") ? null : invocation.environment().get(flag);
      result.add(value == null ? flag : flag + "=" + value);
    }
    return result;
  }

  static SortedMap<String, String> labels(
      Invocation invocation, List<String> files, List<String> flags) {
    List<String> pairs = new ArrayList<>();
    files.forEach(file -> pairs.addAll(PairFile.labels(invocation, file)));
    pairs.addAll(flags);
    return new TreeMap<>(NameValues.of(pairs));
  }
}
