package dev.jdock.linux.seccomp;

import dev.jdock.linux.capability.Capability;
import dev.jdock.linux.capability.CapabilitySet;
import dev.jdock.linux.seccomp.ArgumentCondition.Comparison;
import dev.jdock.linux.seccomp.SeccompRule.Scope;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads profiles in the format that the head of default.profile describes. */
final class ProfileParser {
  private @Nullable SeccompAction defaultAction;
  private final List<SeccompRule> rules = new ArrayList<>();
  private @Nullable SeccompRule head;
  private final List<String> names = new ArrayList<>();

  private ProfileParser() {}

  /**
   * @throws IllegalArgumentException for a line that it cannot read
   */
  static SeccompProfile parse(String text) {
    ProfileParser parser = new ProfileParser();
    for (String line : text.lines().toList()) {
      parser.line(line);
    }
    parser.endBlock();
    if (parser.defaultAction == null) {
      throw new IllegalArgumentException("a profile needs a default action");
    }
    return new SeccompProfile(parser.defaultAction, parser.rules);
  }

  private void line(String line) {
    if (line.isBlank() || line.startsWith("#")) {
      return;
    }
    if (line.startsWith(" ")) {
      names.addAll(List.of(line.trim().split(" +")));
      return;
    }
    endBlock();
    Deque<String> words = new ArrayDeque<>(List.of(line.split(" +")));
    if ("default".equals(words.peek())) {
      words.remove();
      defaultAction = action(words);
    } else {
      head = head(words);
    }
    if (!words.isEmpty()) {
      throw new IllegalArgumentException("cannot read: " + line);
    }
  }

  private void endBlock() {
    if (head == null ? !names.isEmpty() : names.isEmpty()) {
      throw new IllegalArgumentException("a block needs an action and names");
    }
    if (head != null) {
      rules.add(new SeccompRule(head.action(), head.scope(), head.conditions(), names));
    }
    head = null;
    names.clear();
  }

  private static SeccompRule head(Deque<String> words) {
    SeccompAction action = action(words);
    Set<String> architectures = Set.of();
    CapabilitySet with = CapabilitySet.EMPTY;
    CapabilitySet without = CapabilitySet.EMPTY;
    List<ArgumentCondition> conditions = new ArrayList<>();
    while (!words.isEmpty()) {
      String word = words.remove();
      switch (word) {
        case "on" -> architectures = Set.of(words.remove().split(","));
        case "with" -> with = with.plus(Capability.parse(words.remove()));
        case "without" -> without = without.plus(Capability.parse(words.remove()));
        case "when", "and" -> conditions.add(condition(words));
        default -> throw new IllegalArgumentException("not a condition: " + word);
      }
    }
    Scope scope = new Scope(architectures, with, without);
    return new SeccompRule(action, scope, conditions, List.of());
  }

  private static SeccompAction action(Deque<String> words) {
    String word = words.remove();
    return switch (word) {
      case "allow" -> new SeccompAction.Allow();
      case "errno" -> new SeccompAction.Errno(Integer.parseInt(words.remove()));
      case "kill" -> new SeccompAction.KillProcess();
      default -> throw new IllegalArgumentException("not an action: " + word);
    };
  }

  private static ArgumentCondition condition(Deque<String> words) {
    String argument = words.remove();
    long mask = ArgumentCondition.WHOLE;
    if (argument.equals("int")) {
      mask = ArgumentCondition.INT;
      argument = words.remove();
    }
    if (!argument.matches("arg[0-5]")) {
      throw new IllegalArgumentException("not an argument: " + argument);
    }
    String operator = words.remove();
    if (operator.equals("&")) {
      mask &= Long.decode(words.remove());
      operator = words.remove();
    }
    long value = Long.decode(words.remove());
    return new ArgumentCondition(argument.charAt(3) - '0', mask, comparison(operator), value);
  }

  private static Comparison comparison(String operator) {
    return switch (operator) {
      case "==" -> Comparison.EQUAL;
      case "!=" -> Comparison.NOT_EQUAL;
      case "<" -> Comparison.LESS;
      case "<=" -> Comparison.LESS_OR_EQUAL;
      case ">" -> Comparison.GREATER;
      case ">=" -> Comparison.GREATER_OR_EQUAL;
      default -> throw new IllegalArgumentException("not a comparison: " + operator);
    };
  }
}
