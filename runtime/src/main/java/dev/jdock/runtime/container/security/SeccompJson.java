package dev.jdock.runtime.container.security;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.Json;
import dev.jdock.image.oci.JsonFlaw;
import dev.jdock.linux.capability.Capability;
import dev.jdock.linux.capability.CapabilitySet;
import dev.jdock.linux.seccomp.Architecture;
import dev.jdock.linux.seccomp.ArgumentCondition;
import dev.jdock.linux.seccomp.ArgumentCondition.Comparison;
import dev.jdock.linux.seccomp.SeccompAction;
import dev.jdock.linux.seccomp.SeccompProfile;
import dev.jdock.linux.seccomp.SeccompRule;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads Docker's form of a seccomp profile ({@code --security-opt seccomp=FILE}). */
final class SeccompJson {
  private static final String ARCH =
      System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";

  private static final Pattern KERNEL_VERSION =
      Pattern.compile("(\\d{1,9})[.-](\\d{1,9})(?![^.-])");

  private SeccompJson() {}

  /**
   * A profile and the tables it is for.
   *
   * @param architectures the machine's own first
   */
  record Parsed(SeccompProfile profile, List<Architecture> architectures) {}

  /**
   * @return null for a profile that says nothing, which confines nothing
   * @throws JdockException INVALID {@code Decoding seccomp profile failed: …}
   */
  static @Nullable Parsed parse(String text) {
    try {
      JsonNode json = Json.parse(text);
      if (!json.isObject()) {
        throw new IllegalArgumentException("it is no JSON object");
      }
      if (!json.hasNonNull("defaultAction") && json.path("syscalls").isEmpty()) {
        return null;
      }
      List<SeccompRule> rules = new ArrayList<>();
      for (JsonNode call : json.path("syscalls")) {
        if (applies(call)) {
          rules.add(rule(call));
        }
      }
      SeccompAction otherwise =
          action(json.path("defaultAction").asText(), json.path("defaultErrnoRet").asInt(1));
      return new Parsed(new SeccompProfile(otherwise, rules), architectures(json));
    } catch (JsonProcessingException e) {
      throw invalid(JsonFlaw.of(e));
    } catch (IllegalArgumentException e) {
      throw invalid(String.valueOf(e.getMessage()));
    }
  }

  private static JdockException invalid(String reason) {
    return JdockException.invalid("Decoding seccomp profile failed: " + reason);
  }

  /** Rules for other machines and newer kernels are left out; those for capabilities are kept. */
  private static boolean applies(JsonNode call) {
    List<String> included = strings(call.at("/includes/arches"));
    if (!included.isEmpty() && !included.contains(ARCH)) {
      return false;
    }
    if (strings(call.at("/excludes/arches")).contains(ARCH)) {
      return false;
    }
    String least = call.at("/includes/minKernel").asText("");
    String below = call.at("/excludes/minKernel").asText("");
    return (least.isEmpty() || kernelIsAtLeast(least))
        && (below.isEmpty() || !kernelIsAtLeast(below));
  }

  private static boolean kernelIsAtLeast(String version) {
    int[] wanted = numbers(version);
    int[] kernel = numbers(System.getProperty("os.version"));
    return kernel[0] > wanted[0] || (kernel[0] == wanted[0] && kernel[1] >= wanted[1]);
  }

  private static int[] numbers(String version) {
    Matcher numbers = KERNEL_VERSION.matcher(version);
    if (!numbers.lookingAt()) {
      throw new IllegalArgumentException("invalid kernel version: " + version);
    }
    return new int[] {Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2))};
  }

  private static SeccompRule rule(JsonNode call) {
    List<String> names = new ArrayList<>(strings(call.path("names")));
    if (call.hasNonNull("name") && !call.path("name").asText().isEmpty()) {
      names.add(call.path("name").asText());
    }
    List<ArgumentCondition> conditions = new ArrayList<>();
    call.path("args").forEach(argument -> conditions.add(condition(argument)));
    return new SeccompRule(
        action(call.path("action").asText(), call.path("errnoRet").asInt(1)),
        new SeccompRule.Scope(
            Set.of(),
            capabilities(call.at("/includes/caps")),
            capabilities(call.at("/excludes/caps"))),
        conditions,
        names);
  }

  private static CapabilitySet capabilities(JsonNode names) {
    CapabilitySet set = CapabilitySet.EMPTY;
    for (String name : strings(names)) {
      set = set.plus(Capability.parse(name));
    }
    return set;
  }

  private static SeccompAction action(String name, int errno) {
    return switch (name) {
      case "SCMP_ACT_ALLOW" -> new SeccompAction.Allow();
      case "SCMP_ACT_ERRNO" -> new SeccompAction.Errno(errno == 0 ? 1 : errno);
      case "SCMP_ACT_KILL", "SCMP_ACT_KILL_THREAD" -> new SeccompAction.KillThread();
      case "SCMP_ACT_KILL_PROCESS" -> new SeccompAction.KillProcess();
      case "SCMP_ACT_TRAP" -> new SeccompAction.Trap();
      case "SCMP_ACT_LOG" -> new SeccompAction.Log();
      default -> throw new IllegalArgumentException("action not supported: " + name);
    };
  }

  private static ArgumentCondition condition(JsonNode argument) {
    int index = argument.path("index").asInt();
    long value = unsigned(argument.path("value"));
    String operator = argument.path("op").asText();
    if (operator.equals("SCMP_CMP_MASKED_EQ")) {
      long expected = unsigned(argument.path("valueTwo"));
      return new ArgumentCondition(index, value, Comparison.EQUAL, expected);
    }
    Comparison comparison =
        switch (operator) {
          case "SCMP_CMP_NE" -> Comparison.NOT_EQUAL;
          case "SCMP_CMP_LT" -> Comparison.LESS;
          case "SCMP_CMP_LE" -> Comparison.LESS_OR_EQUAL;
          case "SCMP_CMP_EQ" -> Comparison.EQUAL;
          case "SCMP_CMP_GE" -> Comparison.GREATER_OR_EQUAL;
          case "SCMP_CMP_GT" -> Comparison.GREATER;
          default -> throw new IllegalArgumentException("unknown operator: " + operator);
        };
    return new ArgumentCondition(index, ArgumentCondition.WHOLE, comparison, value);
  }

  /** 64 bits without a sign. */
  private static long unsigned(JsonNode number) {
    return number.isNumber() ? number.bigIntegerValue().longValue() : 0;
  }

  private static List<Architecture> architectures(JsonNode json) {
    Set<String> listed = new LinkedHashSet<>(strings(json.path("architectures")));
    for (JsonNode map : json.path("archMap")) {
      listed.add(map.path("architecture").asText());
      listed.addAll(strings(map.path("subArchitectures")));
    }
    List<Architecture> machine = Architecture.ofMachine();
    return listed.isEmpty()
        ? machine
        : machine.stream()
            .filter(each -> each.equals(machine.getFirst()) || listed.contains(scmpName(each)))
            .toList();
  }

  private static String scmpName(Architecture architecture) {
    return switch (architecture) {
      case X86_64 -> "SCMP_ARCH_X86_64";
      case X32 -> "SCMP_ARCH_X32";
      case I386 -> "SCMP_ARCH_X86";
      case AARCH64 -> "SCMP_ARCH_AARCH64";
    };
  }

  private static List<String> strings(JsonNode array) {
    List<String> result = new ArrayList<>();
    array.forEach(each -> result.add(each.asText()));
    return result;
  }
}
