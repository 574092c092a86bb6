package dev.jdock.linux.bpf;

import java.util.List;
import java.util.function.IntUnaryOperator;

/** Runs classic BPF as the kernel does. */
public final class BpfMachine {
  private BpfMachine() {}

  /**
   * @param load the word at an offset
   * @return what the program returns
   */
  public static int run(List<BpfInstruction> program, IntUnaryOperator load) {
    int accumulator = 0;
    int kept = 0;
    int at = 0;
    while (true) {
      BpfInstruction instruction = program.get(at++);
      int k = instruction.k();
      switch (instruction.code()) {
        case BpfInstruction.LOAD -> accumulator = load.applyAsInt(k);
        case BpfInstruction.KEEP -> kept = accumulator;
        case BpfInstruction.AND -> accumulator &= k;
        case BpfInstruction.JUMP -> at += k;
        case BpfInstruction.JUMP_EQUAL -> at += skip(instruction, accumulator == k);
        case BpfInstruction.JUMP_EQUAL_KEPT -> at += skip(instruction, accumulator == kept);
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
}
