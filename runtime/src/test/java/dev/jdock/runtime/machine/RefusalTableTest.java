package dev.jdock.runtime.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RefusalTableTest {
  private static final Set<String> MENTIONED = RefusalTable.read().mentioned();

  /** What is said of create is said of run, and of update for what they share. */
  private static boolean isMentioned(String command, String flag) {
    return MENTIONED.contains(command + " " + flag)
        || (command.equals("run") && MENTIONED.contains("create " + flag));
  }

  @Test
  void somethingIsSaidOfEveryFlag() {
    Set<String> forgotten = new TreeSet<>();
    RefusalTable.flags()
        .forEach((command, flags) ->
            flags.stream()
                .filter(flag -> !isMentioned(command, flag))
                .forEach(flag -> forgotten.add(command + " " + flag)));
    assertThat(forgotten).isEmpty();
  }

  @Test
  void nothingIsSaidOfFlagsThatThereAreNot() {
    Map<String, List<String>> flags = RefusalTable.flags();
    assertThat(MENTIONED)
        .filteredOn(mentioned -> mentioned.contains(" --"))
        .allMatch(mentioned -> {
          String[] words = mentioned.split(" ", 2);
          return flags.getOrDefault(words[0], List.of()).contains(words[1]);
        });
  }
}
