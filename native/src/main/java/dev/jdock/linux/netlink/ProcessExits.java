package dev.jdock.linux.netlink;

import static dev.jdock.linux.SyscallException.check;
import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.bpf.BpfInstruction;
import dev.jdock.linux.libc.Memory;
import dev.jdock.linux.process.ExitStatus;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;

/**
 * How processes end that are no children of this one: the kernel's process events connector
 * (linux/cn_proc.h, Documentation/driver-api/connector.rst). The kernel tells every end of a thread
 * of the machine; a filter on the socket lets through those of the processes that are watched, and
 * these wait there until somebody asks. No thread is needed for it, and nothing happens while
 * nothing that is watched ends.
 */
public final class ProcessExits implements AutoCloseable {
  private static final int AF_NETLINK = 16;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int SOL_SOCKET = 1;
  private static final int SO_ATTACH_FILTER = 26;
  private static final int MSG_DONTWAIT = 0x40;

  private static final int NETLINK_CONNECTOR = 11;
  private static final int NLMSG_DONE = 3;
  private static final int CN_IDX_PROC = 1;
  private static final int CN_VAL_PROC = 1;
  private static final int PROC_CN_MCAST_LISTEN = 1;
  private static final int PROC_CN_MCAST_IGNORE = 2;

  /** {@code struct sockaddr_nl}, and where it has its groups. */
  private static final int ADDRESS_SIZE = 12;

  private static final int ADDRESS_GROUPS = 8;

  /** {@code struct sock_fprog}: a length and, after its padding, a pointer. */
  private static final int PROGRAM_SIZE = 16;

  private static final int PROGRAM_POINTER = 8;

  private final Fd fd;
  private final TreeSet<Integer> watched = new TreeSet<>();
  private final Map<Integer, Integer> ended = new HashMap<>();
  private boolean closed;

  private ProcessExits(Fd fd) {
    this.fd = fd;
  }

  /**
   * Listens to the kernel.
   *
   * @throws SyscallException EPROTONOSUPPORT or ECONNREFUSED where the kernel has no such connector
   *     or this is not the machine's first network namespace, EPERM without CAP_NET_ADMIN
   */
  public static ProcessExits open() {
    ProcessExits exits =
        new ProcessExits(
            Fd.own(
                check(
                    LIBC.socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_CONNECTOR),
                    "socket",
                    "NETLINK_CONNECTOR")));
    try (Memory address = Memory.allocate(ADDRESS_SIZE)) {
      exits.filter();
      address.pointer().putShort(0, (short) AF_NETLINK);
      address.pointer().putInt(ADDRESS_GROUPS, CN_IDX_PROC);
      check(
          LIBC.bind(exits.fd.number(), address.pointer(), ADDRESS_SIZE),
          "bind",
          "NETLINK_CONNECTOR");
      exits.ask(PROC_CN_MCAST_LISTEN);
      return exits;
    } catch (SyscallException e) {
      exits.fd.close();
      throw e;
    }
  }

  /**
   * From now on the end of this process is kept until it is taken. What has ended before is not
   * told any more.
   *
   * @param pid in the machine's first pid namespace
   */
  public synchronized void watch(int pid) {
    watched.add(pid);
    filter();
  }

  /**
   * The exit code of a process that is watched, or 128 plus the number of the signal that ended it;
   * once it is known the process is not watched any more. Empty until the kernel has told, which
   * may be a moment after a pidfd has become readable.
   */
  public synchronized OptionalInt take(int pid) {
    receive();
    Integer status = ended.remove(pid);
    if (status == null) {
      return OptionalInt.empty();
    }
    forget(pid);
    return OptionalInt.of(ExitStatus.code(status));
  }

  /** It is not watched any more. */
  public synchronized void forget(int pid) {
    ended.remove(pid);
    if (watched.remove(pid) && !closed) {
      filter();
    }
  }

  private void receive() {
    try (Memory memory = Memory.allocate(ExitEvent.SIZE)) {
      while (!closed) {
        long count = LIBC.recv(fd.number(), memory.pointer(), ExitEvent.SIZE, MSG_DONTWAIT);
        if (count < 0 && Errno.last() == Errno.EAGAIN) {
          return;
        }
        // EINTR; or ENOBUFS, with which the kernel says once that it had no room for some.
        if (count > 0) {
          byte[] bytes = new byte[(int) count];
          memory.pointer().get(0, bytes, 0, bytes.length);
          ExitEvent.read(bytes)
              .filter(exit -> watched.contains(exit.process()))
              .ifPresent(exit -> ended.put(exit.process(), exit.status()));
        }
      }
    }
  }

  /** SO_ATTACH_FILTER of socket(7), in place of the filter before. */
  private void filter() {
    byte[] code = BpfInstruction.encode(ExitEvent.filter(watched));
    try (Memory instructions = Memory.of(code);
        Memory program = Memory.allocate(PROGRAM_SIZE)) {
      program.pointer().putShort(0, (short) (code.length / BpfInstruction.SIZE));
      program.pointer().putPointer(PROGRAM_POINTER, instructions.pointer());
      check(
          LIBC.setsockopt(
              fd.number(), SOL_SOCKET, SO_ATTACH_FILTER, program.pointer(), PROGRAM_SIZE),
          "setsockopt",
          "SO_ATTACH_FILTER");
    }
  }

  /** A {@code struct cn_msg} with an {@code enum proc_cn_mcast_op}. */
  private void ask(int operation) {
    byte[] message =
        new MessageWriter("listen to process events", NLMSG_DONE, 0)
            .u32(CN_IDX_PROC)
            .u32(CN_VAL_PROC)
            .u32(0)
            .u32(0)
            .u16(Integer.BYTES)
            .u16(0)
            .u32(operation)
            .bytes(0);
    check(LIBC.write(fd.number(), message, message.length), "write", "NETLINK_CONNECTOR");
  }

  /** Before Linux 6.6 the kernel counts a listener until it says that it leaves. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      try {
        ask(PROC_CN_MCAST_IGNORE);
      } finally {
        fd.close();
      }
    }
  }
}
