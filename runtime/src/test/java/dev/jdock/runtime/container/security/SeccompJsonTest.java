package dev.jdock.runtime.container.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.capability.Capability;
import dev.jdock.linux.capability.CapabilitySet;
import dev.jdock.linux.seccomp.Architecture;
import dev.jdock.linux.seccomp.ArgumentCondition;
import dev.jdock.linux.seccomp.ArgumentCondition.Comparison;
import dev.jdock.linux.seccomp.SeccompAction;
import dev.jdock.linux.seccomp.SeccompRule;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeccompJsonTest {

  private static SeccompJson.Parsed parse(String text) {
    return Objects.requireNonNull(SeccompJson.parse(text));
  }

  private static List<SeccompRule> rules(String calls) {
    return parse("{\"defaultAction\": \"SCMP_ACT_ERRNO\", \"syscalls\": [" + calls + "]}")
        .profile()
        .rules();
  }

  @Test
  void namesActionsAndCapabilitiesAreRead() {
    SeccompJson.Parsed parsed =
        parse(
            """
            {"defaultAction": "SCMP_ACT_ERRNO", "defaultErrnoRet": 38,
             "syscalls": [
               {"names": ["read", "write"], "action": "SCMP_ACT_ALLOW"},
               {"name": "mount", "action": "SCMP_ACT_ERRNO", "errnoRet": 13,
                "includes": {"caps": ["CAP_SYS_ADMIN"]}, "excludes": {"caps": ["CAP_CHOWN"]}}]}
            """);
    assertThat(parsed.profile().defaultAction()).isEqualTo(new SeccompAction.Errno(38));
    assertThat(parsed.profile().rules())
        .containsExactly(
            new SeccompRule(
                new SeccompAction.Allow(),
                SeccompRule.Scope.EVERYWHERE,
                List.of(),
                List.of("read", "write")),
            new SeccompRule(
                new SeccompAction.Errno(13),
                new SeccompRule.Scope(
                    Set.of(),
                    CapabilitySet.of(Capability.parse("CAP_SYS_ADMIN")),
                    CapabilitySet.of(Capability.parse("CAP_CHOWN"))),
                List.of(),
                List.of("mount")));
  }

  @Test
  void argumentsAreUnsignedAndMaskedOnesHaveTwoValues() {
    List<SeccompRule> rules =
        rules(
            """
            {"names": ["clone"], "action": "SCMP_ACT_ALLOW", "args": [
              {"index": 0, "value": 2114060288, "valueTwo": 1, "op": "SCMP_CMP_MASKED_EQ"},
              {"index": 1, "value": 18446744073709551615, "op": "SCMP_CMP_NE"}]}
            """);
    assertThat(rules.getFirst().conditions())
        .containsExactly(
            new ArgumentCondition(0, 2114060288, Comparison.EQUAL, 1),
            new ArgumentCondition(1, ArgumentCondition.WHOLE, Comparison.NOT_EQUAL, -1));
  }

  @Test
  void rulesForOtherMachinesAndKernelsAreLeftOut() {
    String call = "{\"names\": [\"read\"], \"action\": \"SCMP_ACT_ALLOW\", %s}";
    assertThat(rules(call.formatted("\"includes\": {\"arches\": [\"s390x\"]}"))).isEmpty();
    assertThat(rules(call.formatted("\"includes\": {\"arches\": [\"amd64\", \"arm64\"]}")))
        .hasSize(1);
    assertThat(rules(call.formatted("\"excludes\": {\"arches\": [\"amd64\", \"arm64\"]}")))
        .isEmpty();
    assertThat(rules(call.formatted("\"includes\": {\"minKernel\": \"999.0\"}"))).isEmpty();
    assertThat(rules(call.formatted("\"includes\": {\"minKernel\": \"3.0\"}"))).hasSize(1);
    assertThat(rules(call.formatted("\"excludes\": {\"minKernel\": \"3.0\"}"))).isEmpty();
  }

  @Test
  void machinesOwnTableIsAlwaysThere() {
    String text = "{\"defaultAction\": \"SCMP_ACT_ALLOW\"%s}";
    List<Architecture> machine = Architecture.ofMachine();
    assertThat(parse(text.formatted("")).architectures()).isEqualTo(machine);
    assertThat(parse(text.formatted(", \"architectures\": [\"SCMP_ARCH_S390X\"]")).architectures())
        .containsExactly(machine.getFirst());
  }

  @Test
  void profileThatSaysNothingConfinesNothing() {
    assertThat(SeccompJson.parse("{}")).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {                                                                | unexpected end of JSON input
          []                                                               | it is no JSON object
          {"defaultAction":"NO"}                                           | action not supported: NO
          {"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["a"]}]}  | action not supported:
          {"syscalls":[{"action":"SCMP_ACT_LOG","args":[{"op":"X"}]}]}     | unknown operator: X
          {"syscalls":[{"args":[{"index":9,"op":"SCMP_CMP_EQ"}]}]}         | no argument 9
          {"syscalls":[{"includes":{"minKernel":"x"}}]}                    | invalid kernel version: x
          """)
  void whatIsNoProfileIsRefused(String text, String message) {
    assertThatThrownBy(() -> SeccompJson.parse(text))
        .isInstanceOf(JdockException.class)
        .hasMessageStartingWith("Decoding seccomp profile failed: ")
        .hasMessageContaining(message);
  }
}
