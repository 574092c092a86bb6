package dev.jdock.linux.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.linux.capability.Capability;
import dev.jdock.linux.capability.CapabilitySet;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every call of a table, as Docker's own profile has it: default-*.txt were made from that. */
class StandardProfileTest {
  private final SeccompProfile profile = SeccompProfile.standard();

  @ParameterizedTest
  @EnumSource(names = {"X86_64", "AARCH64"})
  void decidesAsDockersProfileDoes(Architecture architecture) {
    List<String> expected =
        SyscallTable.resource("default-" + architecture.tableName() + ".txt")
            .lines()
            .filter(line -> !line.startsWith("#"))
            .sorted()
            .toList();
    SortedMap<String, String> plain = verdicts(architecture, CapabilitySet.EMPTY);
    List<String> actual = new ArrayList<>();
    plain.forEach((name, verdict) -> {
      if (!verdict.equals("allow")) {
        actual.add(name + ": " + verdict);
      }
    });
    for (Capability capability : Capability.values()) {
      verdicts(architecture, CapabilitySet.of(capability))
          .forEach((name, verdict) -> {
            if (!verdict.equals(plain.get(name))) {
              actual.add("CAP_" + capability + " " + name + ": " + verdict);
            }
          });
    }
    assertThat(actual.stream().sorted().toList()).isEqualTo(expected);
  }

  private SortedMap<String, String> verdicts(
      Architecture architecture, CapabilitySet capabilities) {
    SortedMap<String, String> verdicts = new TreeMap<>();
    for (String name : SyscallTable.of(architecture).numbers().keySet()) {
      verdicts.put(
          name,
          verdict(
              profile.rules().stream()
                  .filter(rule -> rule.names().contains(name))
                  .filter(rule -> rule.scope().covers(architecture, capabilities))
                  .toList()));
    }
    return verdicts;
  }

  /** Of the rules about one call: whatever its arguments, or else which ones it takes. */
  private String verdict(List<SeccompRule> rules) {
    List<String> conditions =
        rules.stream()
            .takeWhile(rule -> !rule.conditions().isEmpty())
            .map(rule ->
                rule.conditions().stream()
                    .map(StandardProfileTest::text)
                    .collect(Collectors.joining(" and ")))
            .toList();
    SeccompAction last =
        rules.stream()
            .filter(rule -> rule.conditions().isEmpty())
            .map(SeccompRule::action)
            .findFirst()
            .orElse(profile.defaultAction());
    return switch (last) {
      case SeccompAction.Allow _ -> "allow";
      case SeccompAction.Errno errno when conditions.isEmpty() -> "errno " + errno.number();
      default -> String.join(" | ", conditions);
    };
  }

  private static String text(ArgumentCondition condition) {
    boolean masked =
        Stream.of(ArgumentCondition.WHOLE, ArgumentCondition.INT)
            .noneMatch(mask -> mask == condition.mask());
    String operator =
        switch (condition.comparison()) {
          case EQUAL -> "==";
          case NOT_EQUAL -> "!=";
          case LESS -> "<";
          case LESS_OR_EQUAL -> "<=";
          case GREATER -> ">";
          case GREATER_OR_EQUAL -> ">=";
        };
    return "arg%d%s %s %d"
        .formatted(
            condition.index(), masked ? " & " + condition.mask() : "", operator, condition.value());
  }
}
