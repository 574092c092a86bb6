package dev.jdock.linux.seccomp;

import dev.jdock.linux.bpf.BpfInstruction;
import dev.jdock.linux.capability.CapabilitySet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Turns a profile into BPF: a jump by architecture, then a balanced tree over ranges of numbers
 * that share their rules, then the comparisons of arguments where a call has some.
 */
final class FilterCompiler {
  private static final int NO_SUCH_CALL = 38; // ENOSYS
  private static final int MAX_INSTRUCTIONS = 4096; // BPF_MAXINSNS of linux/bpf_common.h

  private final SeccompProfile profile;
  private final CapabilitySet capabilities;

  private FilterCompiler(SeccompProfile profile, CapabilitySet capabilities) {
    this.profile = profile;
    this.capabilities = capabilities;
  }

  /**
   * @param capabilities of the process, for the rules that ask for them
   * @param architectures the tables to serve; calls through any other end the process
   */
  static List<BpfInstruction> compile(
      SeccompProfile profile, CapabilitySet capabilities, List<Architecture> architectures) {
    List<BpfInstruction> code = new FilterCompiler(profile, capabilities).program(architectures);
    if (code.size() > MAX_INSTRUCTIONS) {
      throw new IllegalArgumentException("seccomp profile needs " + code.size() + " instructions");
    }
    return code;
  }

  private List<BpfInstruction> program(List<Architecture> architectures) {
    // X32 shares x86-64's audit value and goes on in the same space of numbers.
    SequencedMap<Integer, SortedMap<Long, Decision>> tables = new LinkedHashMap<>();
    for (Architecture architecture : architectures) {
      tables
          .computeIfAbsent(architecture.auditArch(), _ -> new TreeMap<>())
          .putAll(decisions(architecture));
    }
    List<BpfInstruction> code =
        List.of(BpfInstruction.returning(new SeccompAction.KillProcess().returnValue()));
    for (var table : tables.sequencedEntrySet().reversed()) {
      List<BpfInstruction> tree =
          BpfCode.concat(
              List.of(BpfInstruction.load(SeccompData.NUMBER)),
              tree(new ArrayList<>(table.getValue().entrySet())));
      code = BpfCode.choose(BpfInstruction.JUMP_EQUAL, table.getKey(), tree, code);
    }
    return BpfCode.concat(List.of(BpfInstruction.load(SeccompData.ARCHITECTURE)), code);
  }

  /** Decides between ranges; the first begins at or below every number that gets here. */
  private List<BpfInstruction> tree(List<Map.Entry<Long, Decision>> ranges) {
    if (ranges.size() == 1) {
      return ranges.getFirst().getValue().code();
    }
    int middle = ranges.size() / 2;
    long start = ranges.get(middle).getKey();
    return BpfCode.choose(
        BpfInstruction.JUMP_GREATER_OR_EQUAL,
        (int) start,
        tree(ranges.subList(middle, ranges.size())),
        tree(ranges.subList(0, middle)));
  }

  /** The first number of each range of equal decisions; a range ends where the next one begins. */
  private SortedMap<Long, Decision> decisions(Architecture architecture) {
    SyscallTable table = SyscallTable.of(architecture);
    SortedMap<Long, List<SeccompRule>> rules = new TreeMap<>();
    for (SeccompRule rule : profile.rules()) {
      for (String name : rule.names()) {
        table
            .number(name)
            .ifPresent(number -> {
              List<SeccompRule> list = rules.computeIfAbsent((long) number, _ -> new ArrayList<>());
              if (rule.scope().covers(architecture, capabilities)) {
                list.add(rule);
              }
            });
      }
    }
    return ranges(architecture, rules);
  }

  private SortedMap<Long, Decision> ranges(
      Architecture architecture, SortedMap<Long, List<SeccompRule>> rules) {
    Decision otherwise = Decision.of(List.of(), profile.defaultAction());
    long first = architecture == Architecture.X32 ? 0x40000000L : 0;
    long last = rules.isEmpty() ? first - 1 : rules.lastKey();
    SortedMap<Long, Decision> ranges = new TreeMap<>();
    Decision previous = null;
    for (long number = first; number <= last; number++) {
      List<SeccompRule> list = rules.getOrDefault(number, List.of());
      Decision decision = Decision.of(list, profile.defaultAction());
      if (!decision.equals(previous)) {
        ranges.put(number, decision);
        previous = decision;
      }
    }
    // Programs try calls that are newer than the profile and fall back on ENOSYS, not on EPERM.
    boolean errs = profile.defaultAction() instanceof SeccompAction.Errno;
    ranges.put(
        last + 1, errs ? Decision.of(List.of(), new SeccompAction.Errno(NO_SUCH_CALL)) : otherwise);
    return ranges;
  }

  /** The choices for one number: conditions to try in turn, and the end when none holds. */
  private record Decision(List<Choice> choices, SeccompAction otherwise) {
    private record Choice(List<ArgumentCondition> conditions, SeccompAction action) {}

    static Decision of(List<SeccompRule> rules, SeccompAction otherwise) {
      List<Choice> choices = new ArrayList<>();
      SeccompAction end = otherwise;
      for (SeccompRule rule : rules) {
        if (rule.conditions().isEmpty()) {
          end = rule.action();
          break;
        }
        choices.add(new Choice(rule.conditions(), rule.action()));
      }
      while (!choices.isEmpty() && same(choices.getLast().action(), end)) {
        choices.removeLast();
      }
      return new Decision(List.copyOf(choices), end);
    }

    /** By hand, as in CapabilitySet: each start of an engine compiles a filter. */
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Decision decision
          && choices.equals(decision.choices)
          && same(otherwise, decision.otherwise);
    }

    /** By what the kernel is told: the JVM would assemble a comparison of records. */
    private static boolean same(SeccompAction one, SeccompAction other) {
      return one.returnValue() == other.returnValue();
    }

    @Override
    public int hashCode() {
      return 31 * choices.hashCode() + otherwise.returnValue();
    }

    List<BpfInstruction> code() {
      List<BpfInstruction> code = List.of(BpfInstruction.returning(otherwise.returnValue()));
      for (Choice choice : choices.reversed()) {
        List<BpfInstruction> block =
            List.of(BpfInstruction.returning(choice.action().returnValue()));
        for (ArgumentCondition condition : choice.conditions().reversed()) {
          block = BpfCode.concat(BpfCode.require(condition, block.size()), block);
        }
        code = BpfCode.concat(block, code);
      }
      return code;
    }
  }
}
