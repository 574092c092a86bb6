package dev.jdock.linux.capability;

import java.util.Locale;

/**
 * The capabilities of capabilities(7), in the order of linux/capability.h: the ordinal is the bit
 * number of the kernel's interface.
 */
public enum Capability {
  CHOWN,
  DAC_OVERRIDE,
  DAC_READ_SEARCH,
  FOWNER,
  FSETID,
  KILL,
  SETGID,
  SETUID,
  SETPCAP,
  LINUX_IMMUTABLE,
  NET_BIND_SERVICE,
  NET_BROADCAST,
  NET_ADMIN,
  NET_RAW,
  IPC_LOCK,
  IPC_OWNER,
  SYS_MODULE,
  SYS_RAWIO,
  SYS_CHROOT,
  SYS_PTRACE,
  SYS_PACCT,
  SYS_ADMIN,
  SYS_BOOT,
  SYS_NICE,
  SYS_RESOURCE,
  SYS_TIME,
  SYS_TTY_CONFIG,
  MKNOD,
  LEASE,
  AUDIT_WRITE,
  AUDIT_CONTROL,
  SETFCAP,
  MAC_OVERRIDE,
  MAC_ADMIN,
  SYSLOG,
  WAKE_ALARM,
  BLOCK_SUSPEND,
  AUDIT_READ,
  PERFMON,
  BPF,
  CHECKPOINT_RESTORE;

  private static final String PREFIX = "CAP_";

  /** The bit number in linux/capability.h. */
  @SuppressWarnings("EnumOrdinal") // the kernel's numbers have no gap and never change
  public int number() {
    return ordinal();
  }

  /** The name as the kernel's headers have it: {@code CAP_CHOWN}. */
  public String kernelName() {
    return PREFIX + name();
  }

  /**
   * Reads a name in any case, with or without {@code CAP_}.
   *
   * @throws IllegalArgumentException for a name that no capability has
   */
  public static Capability parse(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    String bare = upper.startsWith(PREFIX) ? upper.substring(PREFIX.length()) : upper;
    for (Capability capability : values()) {
      if (capability.name().equals(bare)) {
        return capability;
      }
    }
    throw new IllegalArgumentException("unknown capability: \"" + PREFIX + bare + "\"");
  }
}
