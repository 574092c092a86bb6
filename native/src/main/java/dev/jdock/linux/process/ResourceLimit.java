package dev.jdock.linux.process;

import static dev.jdock.linux.SyscallException.check;
import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.libc.Memory;
import jnr.ffi.Pointer;

/** Resource limits of prlimit(2), with the numbers of x86 and arm. */
public enum ResourceLimit {
  CPU(0),
  FSIZE(1),
  DATA(2),
  STACK(3),
  CORE(4),
  RSS(5),
  NPROC(6),
  NOFILE(7),
  MEMLOCK(8),
  AS(9),
  LOCKS(10),
  SIGPENDING(11),
  MSGQUEUE(12),
  NICE(13),
  RTPRIO(14),
  RTTIME(15);

  /** No limit. */
  public static final long INFINITY = -1;

  private final int number;

  ResourceLimit(int number) {
    this.number = number;
  }

  /** The number of the resource for setrlimit(2). */
  public int number() {
    return number;
  }

  /** A soft and a hard limit; {@link #INFINITY} for none. */
  public record Limits(long soft, long hard) {}

  /** The limits of a process; pid 0 is this one. */
  public Limits of(int pid) {
    try (Memory memory = Memory.allocate(16)) {
      Pointer old = memory.pointer();
      check(LIBC.prlimit(pid, number, null, old), "prlimit", name(), pid);
      return new Limits(old.getLong(0), old.getLong(8));
    }
  }
}
