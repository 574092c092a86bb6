package dev.jdock.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProcessTableTest {

  @Test
  void readsNamesWithParenthesesAndSpaces() {
    String stat =
        "42 (a) b) S 1 40 40 34816 40 4194560 1 0 0 0 7 3 0 0 20 0 1 0 1000 4096000 25 1 0";
    ProcessInfo process =
        ProcessInfo.parse(
            42,
            stat,
            "Uid:\t1\t2\t3\t4\nGid:\t5\t6\t7\t8\nVmLck:\t0 kB\n",
            "a\0b c\0".getBytes(StandardCharsets.UTF_8));
    assertThat(process.name()).isEqualTo("a) b");
    assertThat(process.commandLine()).isEqualTo("a b c");
    assertThat(process.uid()).isEqualTo(2);
    assertThat(process.ticks()).isEqualTo(10);
    assertThat(process.terminalName()).isEqualTo("pts/0");
    assertThat(process.stat()).isEqualTo("S+");
  }

  @Test
  void knowsTheUsualOptions() {
    assertThat(titles(List.of())).startsWith("UID", "PID", "PPID").endsWith("CMD");
    assertThat(titles(List.of("aux"))).startsWith("USER", "PID", "%CPU");
    assertThat(titles(List.of("-eo", "pid,comm=NAME"))).containsExactly("PID", "NAME");
    assertThat(titles(List.of("-opid", "-o", "args"))).containsExactly("PID", "COMMAND");
    assertThat(ProcessTable.columns(List.of("-Z"))).isEmpty();
    assertThat(ProcessTable.columns(List.of("-o", "pid,nosuch"))).isEmpty();
  }

  private static List<String> titles(List<String> options) {
    return ProcessTable.columns(options).orElseThrow().stream().map(ProcessColumn::title).toList();
  }

  @Test
  void filtersWhatPsPrints() {
    String output = "  PID TTY  CMD\n    1 ?    init x\n   22 ?    sh -c  y\n";
    assertThat(ProcessTable.parse(output, Set.of(22)).processes())
        .containsExactly(List.of("22", "?", "sh -c  y"));
    assertThatThrownBy(() -> ProcessTable.parse("TTY CMD\n", Set.of(1)))
        .hasMessage("Couldn't find PID field in ps output");
  }

  @Test
  void needsThePid() {
    ProcessTable table = new ProcessTable(Clock.systemUTC());
    assertThatThrownBy(() -> table.list(Set.of(), List.of("-o", "comm")))
        .isInstanceOf(JdockException.class)
        .hasMessage("Couldn't find PID field in ps output");
  }

  @Test
  void timesReadAsInPs() {
    assertThat(ProcessColumn.time(90061)).isEqualTo("1-01:01:01");
    assertThat(ProcessColumn.shortTime(125)).isEqualTo("2:05");
    assertThat(ProcessColumn.elapsed(65)).isEqualTo("01:05");
  }
}
