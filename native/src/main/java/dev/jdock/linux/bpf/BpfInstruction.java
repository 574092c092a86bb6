package dev.jdock.linux.bpf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * One instruction of classic BPF: {@code struct sock_filter} of linux/filter.h.
 *
 * @param code operation and addressing mode, 16 bit
 * @param jumpTrue instructions to skip when the comparison holds, 0 to 255
 * @param jumpFalse instructions to skip when it does not, 0 to 255
 * @param k operand
 */
public record BpfInstruction(int code, int jumpTrue, int jumpFalse, int k) {
  public static final int SIZE = 8;
  public static final int FARTHEST = 255;

  public static final int LOAD = 0x20; // BPF_LD | BPF_W | BPF_ABS
  public static final int AND = 0x54; // BPF_ALU | BPF_AND | BPF_K
  public static final int JUMP = 0x05; // BPF_JMP | BPF_JA
  public static final int JUMP_EQUAL = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
  public static final int JUMP_GREATER = 0x25; // BPF_JMP | BPF_JGT | BPF_K
  public static final int JUMP_GREATER_OR_EQUAL = 0x35; // BPF_JMP | BPF_JGE | BPF_K
  public static final int RETURN = 0x06; // BPF_RET | BPF_K
  public static final int KEEP = 0x07; // BPF_MISC | BPF_TAX
  public static final int JUMP_EQUAL_KEPT = 0x1d; // BPF_JMP | BPF_JEQ | BPF_X

  public BpfInstruction {
    if (jumpTrue < 0 || jumpTrue > FARTHEST || jumpFalse < 0 || jumpFalse > FARTHEST) {
      throw new IllegalArgumentException("jump too far: " + jumpTrue + ", " + jumpFalse);
    }
  }

  public static BpfInstruction load(int offset) {
    return new BpfInstruction(LOAD, 0, 0, offset);
  }

  public static BpfInstruction and(int mask) {
    return new BpfInstruction(AND, 0, 0, mask);
  }

  public static BpfInstruction jump(int distance) {
    return new BpfInstruction(JUMP, 0, 0, distance);
  }

  public static BpfInstruction returning(int value) {
    return new BpfInstruction(RETURN, 0, 0, value);
  }

  /** {@code struct sock_filter}, one for each instruction. */
  public static byte[] encode(List<BpfInstruction> program) {
    ByteBuffer bytes = ByteBuffer.allocate(program.size() * SIZE).order(ByteOrder.nativeOrder());
    for (BpfInstruction instruction : program) {
      bytes
          .putShort((short) instruction.code)
          .put((byte) instruction.jumpTrue)
          .put((byte) instruction.jumpFalse)
          .putInt(instruction.k);
    }
    return bytes.array();
  }
}
