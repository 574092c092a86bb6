package dev.jdock.linux.seccomp;

import dev.jdock.linux.bpf.BpfInstruction;
import dev.jdock.linux.capability.CapabilitySet;
import java.util.List;

/** A compiled filter, for any number of processes to put on: seccomp(2). */
public final class SeccompFilter {
  private final byte[] code;

  private SeccompFilter(List<BpfInstruction> instructions) {
    this.code = BpfInstruction.encode(instructions);
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
    return new SeccompFilter(FilterCompiler.compile(profile, capabilities, architectures));
  }

  /** {@code struct sock_filter}, one for each instruction. */
  public byte[] code() {
    return code.clone();
  }

  /** Only the number of BPF instructions, not the instructions. */
  @Override
  public String toString() {
    return "seccomp filter of " + code.length / BpfInstruction.SIZE + " instructions";
  }
}
