package dev.jdock.linux.seccomp;

import dev.jdock.linux.bpf.BpfInstruction;
import dev.jdock.linux.capability.CapabilitySet;
import dev.jdock.linux.file.PackedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** A compiled filter, for any number of processes to put on: seccomp(2). */
public final class SeccompFilter {
  private final byte[] code;

  private SeccompFilter(byte[] code) {
    this.code = code;
  }

  /**
   * Docker's default profile for this machine: as the build has compiled it, which takes a start
   * nothing, or compiled now.
   *
   * @param capabilities that the filtered program will have
   */
  public static SeccompFilter standard(CapabilitySet capabilities) {
    Architecture machine = Architecture.ofMachine().getFirst();
    byte[] packed = PackedFiles.ofDistribution(SeccompFilter.class, file(machine, capabilities));
    return packed == null
        ? prepare(SeccompProfile.standard(), capabilities)
        : new SeccompFilter(packed);
  }

  /**
   * Compiles the default profile for all machines, for {@link #standard}.
   *
   * @param packed the distribution's folder for {@link PackedFiles}
   */
  public static void pack(Path packed, CapabilitySet capabilities) throws IOException {
    for (List<Architecture> machine : Architecture.ofMachines()) {
      Path file =
          PackedFiles.path(packed, SeccompFilter.class, file(machine.getFirst(), capabilities));
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.write(file, prepare(SeccompProfile.standard(), capabilities, machine).code);
    }
  }

  private static String file(Architecture machine, CapabilitySet capabilities) {
    return "default-" + machine.tableName() + "-" + Long.toHexString(capabilities.mask()) + ".bpf";
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
    return new SeccompFilter(
        BpfInstruction.encode(FilterCompiler.compile(profile, capabilities, architectures)));
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
