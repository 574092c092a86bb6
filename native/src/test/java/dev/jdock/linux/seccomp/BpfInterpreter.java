package dev.jdock.linux.seccomp;

import java.util.List;

/** Runs classic BPF over a {@code struct seccomp_data} as the kernel does. */
final class BpfInterpreter {
  private BpfInterpreter() {}

  /** The filter's return value for a call. */
  static int run(List<BpfInstruction> program, int architecture, int number, long... arguments) {
    int accumulator = 0;
    int at = 0;
    while (true) {
      BpfInstruction instruction = program.get(at++);
      int k = instruction.k();
      switch (instruction.code()) {
        case BpfInstruction.LOAD -> accumulator = load(k, architecture, number, arguments);
        case BpfInstruction.AND -> accumulator &= k;
        case BpfInstruction.JUMP -> at += k;
        case BpfInstruction.JUMP_EQUAL -> at += skip(instruction, accumulator == k);
        case BpfInstruction.JUMP_GREATER ->
            at += skip(instruction, Integer.compareUnsigned(accumulator, k) > 0);
        case BpfInstruction.JUMP_GREATER_OR_EQUAL ->
            at += skip(instruction, Integer.compareUnsigned(accumulator, k) >= 0);
        case BpfInstruction.RETURN -> {
          return k;
        }
        default -> throw new IllegalStateException("no such instruction: " + instruction);
      }
    }
  }

  private static int skip(BpfInstruction instruction, boolean holds) {
    return holds ? instruction.jumpTrue() : instruction.jumpFalse();
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
