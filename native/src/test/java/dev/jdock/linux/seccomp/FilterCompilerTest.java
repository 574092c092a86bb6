package dev.jdock.linux.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.linux.bpf.BpfInstruction;
import dev.jdock.linux.capability.Capability;
import dev.jdock.linux.capability.CapabilitySet;
import dev.jdock.linux.seccomp.ArgumentCondition.Comparison;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FilterCompilerTest {
  private static final int ALLOW = new SeccompAction.Allow().returnValue();
  private static final int EPERM = new SeccompAction.Errno(1).returnValue();
  private static final int ENOSYS = new SeccompAction.Errno(38).returnValue();
  private static final int KILL = new SeccompAction.KillProcess().returnValue();
  private static final long[] VALUES = {
    0,
    1,
    8,
    37,
    38,
    39,
    40,
    41,
    0x20000,
    0x20008,
    0x10000000,
    0x7e020000,
    0xffffffffL,
    0x1_0000_0000L,
    0x1_0000_0026L,
    0x1_0000_0028L,
    -1L
  };
  private static final List<CapabilitySet> CAPABILITY_SETS =
      List.of(
          CapabilitySet.EMPTY,
          CapabilitySet.of(Capability.SYS_CHROOT, Capability.CHOWN),
          CapabilitySet.of(Capability.SYS_ADMIN),
          CapabilitySet.all());

  private final SeccompProfile standard = SeccompProfile.standard();

  /** The profile's meaning, read straight from its rules. */
  private static int expected(
      SeccompProfile profile,
      Architecture architecture,
      CapabilitySet capabilities,
      String name,
      long argument) {
    return profile.rules().stream()
        .filter(rule -> rule.names().contains(name))
        .filter(rule -> rule.scope().covers(architecture, capabilities))
        .filter(rule -> rule.conditions().stream().allMatch(c -> holds(c, argument)))
        .findFirst()
        .map(SeccompRule::action)
        .orElse(profile.defaultAction())
        .returnValue();
  }

  private static boolean holds(ArgumentCondition condition, long argument) {
    int order = Long.compareUnsigned(argument & condition.mask(), condition.value());
    return switch (condition.comparison()) {
      case EQUAL -> order == 0;
      case NOT_EQUAL -> order != 0;
      case LESS -> order < 0;
      case LESS_OR_EQUAL -> order <= 0;
      case GREATER -> order > 0;
      case GREATER_OR_EQUAL -> order >= 0;
    };
  }

  @ParameterizedTest
  @EnumSource
  void everyCallAndArgumentIsDecidedAsTheProfileSays(Architecture architecture) {
    List<Architecture> architectures =
        architecture == Architecture.AARCH64
            ? List.of(architecture)
            : List.of(Architecture.X86_64, Architecture.X32, Architecture.I386);
    Map<String, Integer> table = SyscallTable.of(architecture).numbers();
    int last =
        standard.rules().stream()
            .flatMap(rule -> rule.names().stream())
            .mapToInt(name -> table.getOrDefault(name, 0))
            .max()
            .orElseThrow();
    for (CapabilitySet capabilities : CAPABILITY_SETS) {
      List<BpfInstruction> program = FilterCompiler.compile(standard, capabilities, architectures);
      table.forEach((name, number) -> {
        for (long value : VALUES) {
          int result = BpfInterpreter.run(program, architecture.auditArch(), number, value);
          int expected =
              number > last ? ENOSYS : expected(standard, architecture, capabilities, name, value);
          assertThat(result).as("%s(%x) with %s", name, value, capabilities).isEqualTo(expected);
        }
      });
    }
  }

  @ParameterizedTest
  @CsvSource({
    "41, allow",
    "1, allow",
    "38, deny",
    "40, deny",
    "0x100000028, deny",
    "0x100000002, allow"
  })
  void socketFamiliesAreJudgedByTheIntThatTheKernelReads(String family, String outcome) {
    int result = run(CapabilitySet.EMPTY, "socket", Long.decode(family));
    assertThat(result).isEqualTo(outcome.equals("allow") ? ALLOW : EPERM);
  }

  @Test
  void namespacesNeedSysAdmin() {
    CapabilitySet admin = CapabilitySet.of(Capability.SYS_ADMIN);
    assertThat(run(CapabilitySet.EMPTY, "clone", 0x01200011)).isEqualTo(ALLOW);
    assertThat(run(CapabilitySet.EMPTY, "clone", 0x10000000)).isEqualTo(EPERM);
    assertThat(run(CapabilitySet.EMPTY, "clone3", 0)).isEqualTo(ENOSYS);
    assertThat(run(CapabilitySet.EMPTY, "unshare", 0)).isEqualTo(EPERM);
    assertThat(run(admin, "clone", 0x10000000)).isEqualTo(ALLOW);
    assertThat(run(admin, "clone3", 0)).isEqualTo(ALLOW);
    assertThat(run(admin, "unshare", 0)).isEqualTo(ALLOW);
  }

  @Test
  void callsNewerThanTheProfileSeemNotToExist() {
    List<BpfInstruction> program = x86(CapabilitySet.EMPTY);
    int arch = Architecture.X86_64.auditArch();
    assertThat(BpfInterpreter.run(program, arch, 900)).isEqualTo(ENOSYS);
    assertThat(BpfInterpreter.run(program, arch, -1)).isEqualTo(ENOSYS);
    assertThat(run(CapabilitySet.EMPTY, "io_uring_setup", 0)).isEqualTo(EPERM);
  }

  @Test
  void foreignArchitectureEndsTheProcess() {
    int aarch64 = Architecture.AARCH64.auditArch();
    assertThat(BpfInterpreter.run(x86(CapabilitySet.all()), aarch64, 0)).isEqualTo(KILL);
  }

  @ParameterizedTest
  @EnumSource
  void comparesArgumentsInAllSixtyFourBits(Comparison comparison) {
    long[] values = {0, 5, 0x1_0000_0005L, 0x2_0000_0004L, 0xffff_ffffL, -1L, 0x1_0000_0000L};
    for (long value : values) {
      for (long mask : new long[] {-1L, 0xffff_ffffL, 0xff_0000_00ffL}) {
        ArgumentCondition condition = new ArgumentCondition(3, mask, comparison, value);
        SeccompRule rule =
            new SeccompRule(
                new SeccompAction.Allow(),
                SeccompRule.Scope.EVERYWHERE,
                List.of(condition, new ArgumentCondition(5, -1L, Comparison.EQUAL, 7)),
                List.of("read"));
        SeccompProfile profile = new SeccompProfile(new SeccompAction.Errno(1), List.of(rule));
        List<BpfInstruction> program =
            FilterCompiler.compile(profile, CapabilitySet.EMPTY, List.of(Architecture.X86_64));
        for (long argument : values) {
          int arch = Architecture.X86_64.auditArch();
          int result = BpfInterpreter.run(program, arch, 0, 0, 0, 0, argument, 0, 7);
          assertThat(result == ALLOW)
              .as("%x & %x %s %x", argument, mask, comparison, value)
              .isEqualTo(holds(condition, argument));
          assertThat(BpfInterpreter.run(program, arch, 0, 0, 0, 0, argument, 0, 8))
              .isEqualTo(EPERM);
        }
      }
    }
  }

  @Test
  void filterStaysSmall() {
    assertThat(x86(CapabilitySet.EMPTY)).hasSizeLessThan(800);
  }

  private List<BpfInstruction> x86(CapabilitySet capabilities) {
    return FilterCompiler.compile(
        standard, capabilities, List.of(Architecture.X86_64, Architecture.X32, Architecture.I386));
  }

  private int run(CapabilitySet capabilities, String name, long argument) {
    int number = SyscallTable.of(Architecture.X86_64).number(name).orElseThrow();
    return BpfInterpreter.run(x86(capabilities), Architecture.X86_64.auditArch(), number, argument);
  }
}
