package dev.jdock.linux.seccomp;

import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.capability.CapabilitySet;
import dev.jdock.linux.capability.ThreadRestriction;
import dev.jdock.linux.libc.C;
import dev.jdock.linux.libc.Syscalls;
import java.lang.ref.Reference;
import java.util.List;
import jnr.ffi.Pointer;

/**
 * A compiled filter in native memory, for any number of threads to put on: seccomp(2),
 * SECCOMP_SET_MODE_FILTER, for the calling thread alone (no TSYNC).
 */
public final class SeccompFilter implements ThreadRestriction {
  private static final int SECCOMP_SET_MODE_FILTER = 1;

  private final Pointer program;

  /** Referred to by {@link #program}; held here so that it is not collected. */
  private final Pointer instructions;

  private SeccompFilter(List<BpfInstruction> code) {
    instructions = C.allocate(code.size() * BpfInstruction.SIZE);
    for (int i = 0; i < code.size(); i++) {
      BpfInstruction instruction = code.get(i);
      long at = (long) i * BpfInstruction.SIZE;
      instructions.putShort(at, (short) instruction.code());
      instructions.putByte(at + 2, (byte) instruction.jumpTrue());
      instructions.putByte(at + 3, (byte) instruction.jumpFalse());
      instructions.putInt(at + 4, instruction.k());
    }
    // struct sock_fprog: a 16-bit length, padding, a pointer.
    program = C.allocate(16);
    program.putShort(0, (short) code.size());
    program.putAddress(8, instructions.address());
  }

  /**
   * Compiles a profile for this machine.
   *
   * @param capabilities that the filtered program will have
   */
  public static SeccompFilter prepare(SeccompProfile profile, CapabilitySet capabilities) {
    return prepare(profile, capabilities, Architecture.ofMachine());
  }

  /**
   * Compiles a profile for some of this machine's tables.
   *
   * @param architectures calls through other tables end the process
   * @throws IllegalArgumentException for a profile that is too long
   */
  public static SeccompFilter prepare(
      SeccompProfile profile, CapabilitySet capabilities, List<Architecture> architectures) {
    SeccompFilter filter =
        new SeccompFilter(FilterCompiler.compile(profile, capabilities, architectures));
    // Links the binding, which must not happen in apply().
    LIBC.syscall(Syscalls.GETTID, 0, 0, filter.program, 0, 0);
    return filter;
  }

  /**
   * Filters the calling thread for good. Takes no_new_privs or CAP_SYS_ADMIN.
   *
   * @throws dev.jdock.linux.SyscallException EACCES without either
   */
  @Override
  public void apply() {
    try {
      C.check(
          LIBC.syscall(Syscalls.SECCOMP, SECCOMP_SET_MODE_FILTER, 0, program, 0, 0),
          "seccomp",
          "SECCOMP_SET_MODE_FILTER");
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** The number of BPF instructions is all that a filter tells about itself. */
  @Override
  public String toString() {
    return "seccomp filter of " + instructions.size() / BpfInstruction.SIZE + " instructions";
  }
}
