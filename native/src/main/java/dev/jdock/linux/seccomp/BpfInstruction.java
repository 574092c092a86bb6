package dev.jdock.linux.seccomp;

/**
 * One instruction of classic BPF: {@code struct sock_filter} of linux/filter.h.
 *
 * @param code operation and addressing mode, 16 bit
 * @param jumpTrue instructions to skip when the comparison holds, 0 to 255
 * @param jumpFalse instructions to skip when it does not, 0 to 255
 * @param k operand
 */
record BpfInstruction(int code, int jumpTrue, int jumpFalse, int k) {
  static final int SIZE = 8;
  static final int FARTHEST = 255;

  static final int LOAD = 0x20; // BPF_LD | BPF_W | BPF_ABS
  static final int AND = 0x54; // BPF_ALU | BPF_AND | BPF_K
  static final int JUMP = 0x05; // BPF_JMP | BPF_JA
  static final int JUMP_EQUAL = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
  static final int JUMP_GREATER = 0x25; // BPF_JMP | BPF_JGT | BPF_K
  static final int JUMP_GREATER_OR_EQUAL = 0x35; // BPF_JMP | BPF_JGE | BPF_K
  static final int RETURN = 0x06; // BPF_RET | BPF_K

  BpfInstruction {
    if (jumpTrue < 0 || jumpTrue > FARTHEST || jumpFalse < 0 || jumpFalse > FARTHEST) {
      throw new IllegalArgumentException("jump too far: " + jumpTrue + ", " + jumpFalse);
    }
  }

  static BpfInstruction load(int offset) {
    return new BpfInstruction(LOAD, 0, 0, offset);
  }

  static BpfInstruction and(int mask) {
    return new BpfInstruction(AND, 0, 0, mask);
  }

  static BpfInstruction jump(int distance) {
    return new BpfInstruction(JUMP, 0, 0, distance);
  }

  static BpfInstruction returning(SeccompAction action) {
    return new BpfInstruction(RETURN, 0, 0, action.returnValue());
  }
}
