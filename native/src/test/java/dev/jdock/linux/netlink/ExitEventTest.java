package dev.jdock.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.linux.bpf.BpfInstruction;
import dev.jdock.linux.bpf.BpfMachine;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExitEventTest {
  private static final int EXIT = 0x80000000;
  private static final int FORK = 1;

  private static byte[] event(int what, int thread, int process, int status) {
    return ByteBuffer.allocate(76)
        .order(ByteOrder.nativeOrder())
        .putInt(36, what)
        .putInt(52, thread)
        .putInt(56, process)
        .putInt(60, status)
        .array();
  }

  private static boolean passes(List<BpfInstruction> filter, byte[] event) {
    return BpfMachine.run(filter, offset -> ByteBuffer.wrap(event).getInt(offset)) != 0;
  }

  @Test
  void readsThreadGroupAndStatusOfAnExit() {
    assertThat(ExitEvent.read(event(EXIT, 12, 11, 7 << 8))).contains(new ExitEvent(11, 7 << 8));
    assertThat(ExitEvent.read(event(FORK, 12, 11, 0))).isEmpty();
    assertThat(ExitEvent.read(new byte[40])).isEmpty();
  }

  @Test
  void passesEndsOfTheProcessesThatAreAskedFor() {
    List<Integer> asked = IntStream.range(0, 400).mapToObj(i -> 1000 + 3 * i).toList();
    List<BpfInstruction> filter = ExitEvent.filter(asked);
    for (int process : asked) {
      assertThat(passes(filter, event(EXIT, process, process, 0))).isTrue();
      assertThat(passes(filter, event(EXIT, process + 1, process + 1, 9))).isFalse();
      assertThat(passes(filter, event(FORK, process, process, 0))).isFalse();
    }
    assertThat(passes(ExitEvent.filter(List.of()), event(EXIT, 5, 5, 0))).isFalse();
  }

  @Test
  void passesOtherThreadsThatEndTheProcess() {
    List<BpfInstruction> filter = ExitEvent.filter(List.of(11));
    assertThat(passes(filter, event(EXIT, 12, 11, 0))).as("pthread_exit").isFalse();
    assertThat(passes(filter, event(EXIT, 12, 11, 3 << 8))).as("exit_group").isTrue();
    assertThat(passes(filter, event(EXIT, 12, 11, 9))).as("SIGKILL").isTrue();
  }

  @Test
  void asksForAllWhereAProgramWouldBeTooLong() {
    List<BpfInstruction> filter = ExitEvent.filter(IntStream.range(0, 401).boxed().toList());
    assertThat(passes(filter, event(EXIT, 9999, 9999, 0))).isTrue();
    assertThat(passes(filter, event(FORK, 9999, 9999, 0))).isFalse();
  }
}
