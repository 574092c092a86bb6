package dev.jdock.linux.seccomp;

import dev.jdock.linux.bpf.BpfInstruction;
import dev.jdock.linux.bpf.BpfMachine;
import java.util.List;

/** Runs classic BPF over a {@code struct seccomp_data} as the kernel does. */
final class BpfInterpreter {
  private BpfInterpreter() {}

  /** The filter's return value for a call. */
  static int run(List<BpfInstruction> program, int architecture, int number, long... arguments) {
    return BpfMachine.run(program, offset -> load(offset, architecture, number, arguments));
  }

  private static int load(int offset, int architecture, int number, long[] arguments) {
    if (offset == 0) {
      return number;
    }
    if (offset == 4) {
      return architecture;
    }
    int index = (offset - 16) / 8;
    long argument = index < arguments.length ? arguments[index] : 0;
    return (int) (offset % 8 == 0 ? argument : argument >>> 32);
  }
}
