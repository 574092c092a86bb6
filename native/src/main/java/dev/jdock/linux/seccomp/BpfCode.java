package dev.jdock.linux.seccomp;

import dev.jdock.linux.bpf.BpfInstruction;
import java.util.ArrayList;
import java.util.List;

/**
 * Pieces of BPF that are put together from the end to the beginning: classic BPF jumps forward
 * only, so the length of the code that is jumped over is always known and no labels are needed.
 */
final class BpfCode {
  private BpfCode() {}

  static List<BpfInstruction> concat(List<BpfInstruction> first, List<BpfInstruction> second) {
    List<BpfInstruction> all = new ArrayList<>(first.size() + second.size());
    all.addAll(first);
    all.addAll(second);
    return all;
  }

  /**
   * Runs {@code holds} when the accumulator compares as asked with {@code k}, else {@code fails}.
   */
  static List<BpfInstruction> choose(
      int comparison, int k, List<BpfInstruction> holds, List<BpfInstruction> fails) {
    List<BpfInstruction> all = new ArrayList<>();
    if (fails.size() <= BpfInstruction.FARTHEST) {
      all.add(new BpfInstruction(comparison, fails.size(), 0, k));
    } else {
      all.add(new BpfInstruction(comparison, 0, 1, k));
      all.add(BpfInstruction.jump(fails.size()));
    }
    all.addAll(fails);
    all.addAll(holds);
    return all;
  }

  /**
   * Continues with the next instruction when {@code condition} holds, and otherwise skips {@code
   * otherwise} more instructions. The two halves of an argument are compared one after the other,
   * since BPF's words have 32 bits.
   */
  static List<BpfInstruction> require(ArgumentCondition condition, int otherwise) {
    return switch (condition.comparison()) {
      case EQUAL -> compare(condition, BpfInstruction.JUMP_EQUAL, 0, otherwise);
      case NOT_EQUAL -> compare(condition, BpfInstruction.JUMP_EQUAL, otherwise, 0);
      case GREATER -> compare(condition, BpfInstruction.JUMP_GREATER, 0, otherwise);
      case LESS_OR_EQUAL -> compare(condition, BpfInstruction.JUMP_GREATER, otherwise, 0);
      case GREATER_OR_EQUAL ->
          compare(condition, BpfInstruction.JUMP_GREATER_OR_EQUAL, 0, otherwise);
      case LESS -> compare(condition, BpfInstruction.JUMP_GREATER_OR_EQUAL, otherwise, 0);
    };
  }

  /** Skips {@code whenTrue} or {@code whenFalse} instructions behind its own end. */
  private static List<BpfInstruction> compare(
      ArgumentCondition condition, int comparison, int whenTrue, int whenFalse) {
    int lowValue = (int) condition.value();
    int highValue = (int) (condition.value() >>> 32);
    List<BpfInstruction> low = loadHalf(condition, 0);
    low.add(new BpfInstruction(comparison, whenTrue, whenFalse, lowValue));
    if (condition.mask() >>> 32 == 0 && highValue == 0) {
      return low;
    }
    int afterLow = low.size();
    List<BpfInstruction> high = loadHalf(condition, 1);
    if (comparison != BpfInstruction.JUMP_EQUAL) {
      // A greater high half decides at once; an equal one leaves it to the low half.
      high.add(
          new BpfInstruction(BpfInstruction.JUMP_GREATER, afterLow + 1 + whenTrue, 0, highValue));
    }
    high.add(new BpfInstruction(BpfInstruction.JUMP_EQUAL, 0, afterLow + whenFalse, highValue));
    return concat(high, low);
  }

  private static List<BpfInstruction> loadHalf(ArgumentCondition condition, int half) {
    List<BpfInstruction> code = new ArrayList<>();
    code.add(BpfInstruction.load(SeccompData.argument(condition.index(), half)));
    int mask = (int) (condition.mask() >>> (32 * half));
    if (mask != -1) {
      code.add(BpfInstruction.and(mask));
    }
    return code;
  }
}
