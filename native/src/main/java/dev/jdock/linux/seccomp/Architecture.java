package dev.jdock.linux.seccomp;

import java.util.List;
import java.util.Locale;

/**
 * A system call table of the kernel, with the AUDIT_ARCH value (linux/audit.h) that {@code struct
 * seccomp_data} carries for calls through it.
 */
public enum Architecture {
  X86_64(0xC000003E),
  /** 64-bit mode with 32-bit pointers: the audit value of x86-64, and bit 30 in every number. */
  X32(0xC000003E),
  I386(0x40000003),
  AARCH64(0xC00000B7);

  private static final String AMD64 = "amd64";
  private static final String ARM64 = "aarch64";

  private final int auditArch;

  Architecture(int auditArch) {
    this.auditArch = auditArch;
  }

  public int auditArch() {
    return auditArch;
  }

  /** The name of its table: {@code x86_64}. */
  public String tableName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The tables through which a process of this machine can make calls; the machine's own first. */
  public static List<Architecture> ofMachine() {
    return ofMachine(System.getProperty("os.arch"));
  }

  /** {@link #ofMachine} of each machine that jdock runs on. */
  static List<List<Architecture>> ofMachines() {
    return List.of(ofMachine(AMD64), ofMachine(ARM64));
  }

  static List<Architecture> ofMachine(String javaName) {
    return switch (javaName) {
      case AMD64 -> List.of(X86_64, X32, I386);
      case ARM64 -> List.of(AARCH64);
      default -> throw new UnsupportedOperationException("no system call table for " + javaName);
    };
  }
}
