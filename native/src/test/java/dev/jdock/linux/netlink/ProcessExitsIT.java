package dev.jdock.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.jdock.linux.SyscallException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@org.junit.jupiter.api.Timeout(
    value = 20,
    threadMode = org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD)
class ProcessExitsIT {
  private final List<Process> processes = new ArrayList<>();
  private ProcessExits exits;

  @BeforeEach
  void listen() {
    try {
      exits = ProcessExits.open();
    } catch (SyscallException elsewhere) {
      assumeThat(elsewhere).as("the machine's first network namespace").isNull();
    }
  }

  @AfterEach
  void end() throws Exception {
    if (exits != null) {
      exits.close();
    }
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
  }

  /** It waits until its input is closed. */
  private Process waiting(String then) throws Exception {
    Process process = new ProcessBuilder("sh", "-c", "read x; " + then).start();
    processes.add(process);
    return process;
  }

  private static int pid(Process process) {
    return Math.toIntExact(process.pid());
  }

  private int awaitCode(Process process) {
    while (true) {
      OptionalInt code = exits.take(pid(process));
      if (code.isPresent()) {
        return code.getAsInt();
      }
      Thread.onSpinWait();
    }
  }

  @Test
  void codesAndSignalsOfWatchedProcesses() throws Exception {
    Process seven = waiting("exit 7");
    Process none = waiting("exit 0");
    Process killed = waiting("true");
    for (Process process : processes) {
      exits.watch(pid(process));
    }
    assertThat(exits.take(pid(seven))).isEmpty();
    killed.destroyForcibly();
    seven.outputWriter().close();
    none.outputWriter().close();
    assertThat(awaitCode(seven)).isEqualTo(7);
    assertThat(awaitCode(none)).isZero();
    assertThat(awaitCode(killed)).isEqualTo(128 + 9);
    assertThat(exits.take(pid(seven))).as("told once").isEmpty();
  }

  @Test
  void nobodyElseIsTold() throws Exception {
    Process other = waiting("exit 3");
    Process forgotten = waiting("exit 4");
    Process last = waiting("exit 5");
    exits.watch(pid(forgotten));
    exits.watch(pid(last));
    exits.forget(pid(forgotten));
    other.outputWriter().close();
    other.waitFor();
    forgotten.outputWriter().close();
    forgotten.waitFor();
    last.outputWriter().close();
    assertThat(awaitCode(last)).isEqualTo(5);
    assertThat(exits.take(pid(other))).isEmpty();
    assertThat(exits.take(pid(forgotten))).isEmpty();
  }

  @Test
  void hundredsAreWatchedBesideOneAnother() throws Exception {
    int beyondAll = 1 << 22;
    for (int other = 0; other < 700; other++) {
      exits.watch(beyondAll + other);
    }
    Process process = waiting("exit 6");
    exits.watch(pid(process));
    process.outputWriter().close();
    assertThat(awaitCode(process)).isEqualTo(6);
  }

  @Test
  void closedItTellsNothing() throws Exception {
    Process process = waiting("exit 1");
    exits.watch(pid(process));
    exits.close();
    exits.forget(pid(process));
    assertThat(exits.take(pid(process))).isEmpty();
  }
}
