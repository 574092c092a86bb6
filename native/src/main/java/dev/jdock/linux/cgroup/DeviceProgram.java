package dev.jdock.linux.cgroup;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Device rules as an eBPF program of type BPF_PROG_TYPE_CGROUP_DEVICE, which the kernel runs for
 * each open(2) and mknod(2) of a device node by a process of a version 2 cgroup; it returns 1 to
 * permit it, 0 to deny it.
 *
 * <p>Its argument, in register 1, is a {@code struct bpf_cgroup_dev_ctx} of linux/bpf.h.
 */
final class DeviceProgram {
  static final int INSTRUCTION_SIZE = 8;

  private static final int LOAD_WORD = 0x61; // BPF_LDX | BPF_MEM | BPF_W
  private static final int MOVE_REGISTER = 0xbc; // BPF_ALU | BPF_MOV | BPF_X
  private static final int MOVE = 0xb7; // BPF_ALU64 | BPF_MOV | BPF_K
  private static final int AND = 0x54; // BPF_ALU | BPF_AND | BPF_K
  private static final int SHIFT_RIGHT = 0x74; // BPF_ALU | BPF_RSH | BPF_K
  private static final int JUMP_UNLESS_EQUAL = 0x55; // BPF_JMP | BPF_JNE | BPF_K
  private static final int EXIT = 0x95; // BPF_JMP | BPF_EXIT

  private static final int RESULT = 0;
  private static final int SCRATCH = 1;
  private static final int TYPE = 2;
  private static final int ACCESS = 3;
  private static final int MAJOR = 4;
  private static final int MINOR = 5;

  private static final int BLOCK = 1; // BPF_DEVCG_DEV_BLOCK
  private static final int CHARACTER = 2; // BPF_DEVCG_DEV_CHAR
  private static final int MAKE = 1; // BPF_DEVCG_ACC_MKNOD
  private static final int READ = 2; // BPF_DEVCG_ACC_READ
  private static final int WRITE = 4; // BPF_DEVCG_ACC_WRITE

  /** More than the longest rule takes: six comparisons' worth and the two that answer. */
  private static final int LONGEST_RULE = 8;

  private static final int FRAME = 8;

  private final ByteBuffer code;

  private DeviceProgram(int rules) {
    code =
        ByteBuffer.allocate((FRAME + rules * LONGEST_RULE) * INSTRUCTION_SIZE)
            .order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The program's {@code struct bpf_insn}s. */
  static byte[] compile(List<DeviceRule> rules) {
    DeviceProgram program = new DeviceProgram(rules.size());
    // access_type holds the access in its high half and the type in its low one.
    program.add(LOAD_WORD, TYPE, SCRATCH, 0, 0);
    program.add(LOAD_WORD, MAJOR, SCRATCH, 4, 0);
    program.add(LOAD_WORD, MINOR, SCRATCH, 8, 0);
    program.add(MOVE_REGISTER, ACCESS, TYPE, 0, 0);
    program.add(AND, TYPE, 0, 0, 0xffff);
    program.add(SHIFT_RIGHT, ACCESS, 0, 0, 16);
    for (DeviceRule rule : rules) {
      program.addRule(rule);
    }
    program.answer(0);
    byte[] bytes = new byte[program.code.position()];
    program.code.flip().get(bytes);
    return bytes;
  }

  /** Returns 1 when the rule permits the access; otherwise the next instruction is executed. */
  private void addRule(DeviceRule rule) {
    int forbidden = ~accessBits(rule.access()) & (MAKE | READ | WRITE);
    int length =
        (rule.type() == 'a' ? 0 : 1)
            + (forbidden == 0 ? 0 : 3)
            + (rule.major() < 0 ? 0 : 1)
            + (rule.minor() < 0 ? 0 : 1)
            + 2;
    int end = code.position() / INSTRUCTION_SIZE + length;
    if (rule.type() != 'a') {
      require(TYPE, rule.type() == 'b' ? BLOCK : CHARACTER, end);
    }
    if (forbidden != 0) {
      add(MOVE_REGISTER, SCRATCH, ACCESS, 0, 0);
      add(AND, SCRATCH, 0, 0, forbidden);
      require(SCRATCH, 0, end);
    }
    if (rule.major() >= 0) {
      require(MAJOR, rule.major(), end);
    }
    if (rule.minor() >= 0) {
      require(MINOR, rule.minor(), end);
    }
    answer(1);
  }

  private void require(int register, int value, int otherwise) {
    int next = code.position() / INSTRUCTION_SIZE + 1;
    add(JUMP_UNLESS_EQUAL, register, 0, otherwise - next, value);
  }

  private void answer(int value) {
    add(MOVE, RESULT, 0, 0, value);
    add(EXIT, 0, 0, 0, 0);
  }

  private void add(int operation, int destination, int source, int offset, int immediate) {
    code.put((byte) operation).put((byte) (source << 4 | destination));
    code.putShort((short) offset).putInt(immediate);
  }

  private static int accessBits(String access) {
    return (access.contains("m") ? MAKE : 0)
        | (access.contains("r") ? READ : 0)
        | (access.contains("w") ? WRITE : 0);
  }
}
