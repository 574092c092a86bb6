package dev.jdock.linux.cgroup;

import static dev.jdock.linux.SyscallException.check;
import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.Fd;
import dev.jdock.linux.libc.Memory;
import dev.jdock.linux.libc.Syscalls;
import java.nio.file.Path;
import java.util.List;
import jnr.ffi.Pointer;

/** Loads a {@link DeviceProgram} and attaches it to a cgroup, which keeps it: bpf(2). */
final class DeviceFilter {
  private static final int BPF_PROG_LOAD = 5;
  private static final int BPF_PROG_ATTACH = 8;
  private static final int BPF_PROG_TYPE_CGROUP_DEVICE = 15;
  private static final int BPF_CGROUP_DEVICE = 6;

  /** Lets cgroups made inside have programs of their own; all on the way to the root must agree. */
  private static final int BPF_F_ALLOW_MULTI = 2;

  /**
   * {@code union bpf_attr} up to the last field that is used; the kernel takes the rest as zero.
   */
  private static final int LOAD_ATTRIBUTES = 48;

  private static final int ATTACH_ATTRIBUTES = 20;

  private DeviceFilter() {}

  /** Requires CAP_BPF or CAP_SYS_ADMIN, and CAP_NET_ADMIN. */
  static void attach(Path cgroup, List<DeviceRule> rules) {
    try (Fd program = load(DeviceProgram.compile(rules));
        Fd directory = Fd.open(cgroup, Fd.O_RDONLY | Fd.O_DIRECTORY);
        Memory memory = Memory.allocate(ATTACH_ATTRIBUTES)) {
      Pointer attributes = memory.pointer();
      attributes.putInt(0, directory.number());
      attributes.putInt(4, program.number());
      attributes.putInt(8, BPF_CGROUP_DEVICE);
      attributes.putInt(12, BPF_F_ALLOW_MULTI);
      check(
          LIBC.syscall(Syscalls.BPF, BPF_PROG_ATTACH, attributes, ATTACH_ATTRIBUTES, 0, 0),
          "bpf",
          "BPF_PROG_ATTACH",
          cgroup);
    }
  }

  private static Fd load(byte[] code) {
    try (Memory instructions = Memory.of(code);
        Memory license = Memory.string("Apache-2.0");
        Memory memory = Memory.allocate(LOAD_ATTRIBUTES)) {
      Pointer attributes = memory.pointer();
      attributes.putInt(0, BPF_PROG_TYPE_CGROUP_DEVICE);
      attributes.putInt(4, code.length / DeviceProgram.INSTRUCTION_SIZE);
      attributes.putLong(8, instructions.pointer().address());
      attributes.putLong(16, license.pointer().address());
      long fd = LIBC.syscall(Syscalls.BPF, BPF_PROG_LOAD, attributes, LOAD_ATTRIBUTES, 0, 0);
      return Fd.own((int) check(fd, "bpf", "BPF_PROG_LOAD"));
    }
  }
}
