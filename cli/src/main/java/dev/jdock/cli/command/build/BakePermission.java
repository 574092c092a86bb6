package dev.jdock.cli.command.build;

import dev.jdock.cli.bake.Field;
import dev.jdock.cli.bake.Plan;
import dev.jdock.cli.bake.Target;
import dev.jdock.cli.command.syntax.CommandFailure;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What {@code bake --allow} permits. Files may come from others: what their targets want beyond a
 * common build is the user's to grant.
 */
record BakePermission(List<String> allowed) {
  private static final String DEVICE = "device";

  /** Of files and agents, which builds here read with the user's own rights. */
  private static final Set<String> OF_FILES = Set.of("fs", "fs.read", "fs.write", "ssh");

  /**
   * @throws CommandFailure for a target that wants what is not allowed
   */
  void check(Plan plan) {
    for (String value : allowed) {
      if (!OF_FILES.contains(kind(value))) {
        Allowance.of(List.of(value));
      }
    }
    Set<String> missing = new TreeSet<>();
    for (Target target : plan.targets().values()) {
      target.words(Field.ENTITLEMENTS).stream()
          .filter(wanted -> !permits(wanted))
          .forEach(missing::add);
    }
    if (!missing.isEmpty()) {
      throw CommandFailure.of(
          "ERROR: additional privileges requested: pass "
              + String.join(" ", missing.stream().map(wanted -> "--allow " + wanted).toList()));
    }
  }

  private boolean permits(String wanted) {
    return allowed.contains(wanted)
        || kind(wanted).equals(DEVICE) && (allowed.contains(DEVICE) || allowed.contains("device="));
  }

  private static String kind(String value) {
    int equals = value.indexOf('=');
    return equals < 0 ? value : value.substring(0, equals);
  }
}
