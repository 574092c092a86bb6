package dev.jdock.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Ends a command by letting the user's process become another program. */
public final class BecomeProgram extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> arguments;
  private final transient Map<String, String> variables;

  /**
   * @param arguments the program's path first
   * @param variables to set besides those that there are
   */
  public BecomeProgram(List<String> arguments, Map<String, String> variables) {
    super("become " + arguments.getFirst(), null, false, false);
    this.arguments = List.copyOf(arguments);
    this.variables = Map.copyOf(variables);
  }

  /** As a launcher is told: how many arguments, these, {@code NAME=value}. */
  public List<String> strings() {
    List<String> strings = new ArrayList<>();
    strings.add(Integer.toString(arguments.size()));
    strings.addAll(arguments);
    variables.forEach((name, value) -> strings.add(name + "=" + value));
    return strings;
  }
}
