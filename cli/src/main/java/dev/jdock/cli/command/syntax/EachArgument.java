package dev.jdock.cli.command.syntax;

import dev.jdock.image.error.JdockException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Does the same with every argument; a failure of one does not keep the others from it. */
public final class EachArgument {
  private EachArgument() {}

  /** Something done with one argument. */
  @FunctionalInterface
  public interface Operation {
    void apply(String argument) throws InterruptedException;
  }

  /**
   * Works on each argument in turn; a failure does not keep the next ones from their turn.
   *
   * @throws CommandFailure with all failures, one a line, once every argument had its turn
   */
  public static int run(List<String> arguments, Operation operation) throws InterruptedException {
    List<String> failures = new ArrayList<>();
    for (String argument : arguments) {
      try {
        operation.apply(argument);
      } catch (JdockException e) {
        failures.add(message(e));
      }
    }
    if (!failures.isEmpty()) {
      throw CommandFailure.of(failures.stream().collect(Collectors.joining("\n")));
    }
    return 0;
  }

  /** The message for a failure of the engine. */
  public static String message(JdockException e) {
    return "Error response from daemon: " + e.getMessage();
  }
}
