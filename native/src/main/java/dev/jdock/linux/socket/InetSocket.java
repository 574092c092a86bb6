package dev.jdock.linux.socket;

import static dev.jdock.linux.SyscallException.check;
import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.libc.Memory;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A non-blocking socket of tcp(7), udp(7) or, to hold a port alone, sctp(7). One for an IPv6
 * address serves IPv6 alone, also where the address is {@code ::} (IPV6_V6ONLY, which Java's
 * sockets never have). Owns the descriptor.
 */
public final class InetSocket implements AutoCloseable {
  private static final int STREAM = 1;
  private static final int DATAGRAMS = 2;
  private static final int SOL_SOCKET = 1;
  private static final int SO_REUSEADDR = 2;
  private static final int SO_ERROR = 4;
  private static final int IPPROTO_TCP = 6;
  private static final int IPPROTO_SCTP = 132;
  private static final int TCP_NODELAY = 1;
  private static final int IPPROTO_IPV6 = 41;
  private static final int IPV6_V6ONLY = 26;
  private static final int SHUT_WR = 1;

  private final Fd fd;

  private InetSocket(Fd fd) {
    this.fd = fd;
  }

  /**
   * socket(2), bind(2), listen(2) for TCP.
   *
   * @param backlog the kernel limits it to net.core.somaxconn
   * @throws SyscallException EADDRINUSE, EADDRNOTAVAIL, EACCES for a port below 1024
   */
  public static InetSocket listen(InetSocketAddress address, int backlog) {
    return opened(
        address,
        STREAM,
        0,
        socket -> {
          socket.option(SOL_SOCKET, SO_REUSEADDR);
          socket.bind(address);
          check(LIBC.listen(socket.fd.number(), backlog), "listen", address);
        });
  }

  /**
   * Begins a TCP connection: connect(2). The socket becomes writable when it is made or has failed,
   * which {@link #isSound} tells.
   */
  public static InetSocket connect(InetSocketAddress peer) {
    return opened(
        peer,
        STREAM,
        0,
        socket -> {
          socket.noDelay();
          socket.connectTo(peer);
        });
  }

  /** A UDP socket that receives what is sent to the address. Throws as {@link #listen} does. */
  public static InetSocket datagrams(InetSocketAddress address) {
    return opened(address, DATAGRAMS, 0, socket -> socket.bind(address));
  }

  /**
   * An SCTP port that nobody else can have. Throws as {@link #listen} does, and EPROTONOSUPPORT
   * where the kernel has no SCTP.
   */
  public static InetSocket sctpPort(InetSocketAddress address) {
    return opened(address, STREAM, IPPROTO_SCTP, socket -> socket.bind(address));
  }

  /** A UDP socket that sends to one peer, and receives from it alone. */
  public static InetSocket datagramsTo(InetSocketAddress peer) {
    return opened(peer, DATAGRAMS, 0, socket -> socket.connectTo(peer));
  }

  @FunctionalInterface
  private interface Preparation {
    void prepare(InetSocket socket);
  }

  private static InetSocket opened(
      InetSocketAddress address, int type, int protocol, Preparation preparation) {
    int family = InetAddresses.family(address);
    int number = LIBC.socket(family, type | Fd.O_CLOEXEC | Fd.O_NONBLOCK, protocol);
    InetSocket socket = new InetSocket(Fd.own(check(number, "socket")));
    try {
      if (family == InetAddresses.IPV6) {
        socket.option(IPPROTO_IPV6, IPV6_V6ONLY);
      }
      preparation.prepare(socket);
      return socket;
    } catch (RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private void option(int level, int option) {
    try (Memory on = Memory.allocate(4)) {
      on.pointer().putInt(0, 1);
      check(LIBC.setsockopt(fd.number(), level, option, on.pointer(), 4), "setsockopt", option);
    }
  }

  private void noDelay() {
    option(IPPROTO_TCP, TCP_NODELAY);
  }

  private void bind(InetSocketAddress address) {
    byte[] encoded = InetAddresses.encode(address);
    try (Memory memory = Memory.of(encoded)) {
      check(LIBC.bind(fd.number(), memory.pointer(), encoded.length), "bind", address);
    }
  }

  private void connectTo(InetSocketAddress peer) {
    byte[] encoded = InetAddresses.encode(peer);
    try (Memory memory = Memory.of(encoded)) {
      if (LIBC.connect(fd.number(), memory.pointer(), encoded.length) != 0
          && Errno.last() != Errno.EINPROGRESS) {
        throw new SyscallException("connect", Errno.last(), peer.toString());
      }
    }
  }

  public Fd fd() {
    return fd;
  }

  /**
   * accept4(2); null when no connection waits.
   *
   * @throws SyscallException EMFILE, ENFILE, ENOBUFS, ENOMEM, after which it can be tried again
   */
  public @Nullable InetSocket accept() {
    while (true) {
      int number = LIBC.accept4(fd.number(), null, null, Fd.O_CLOEXEC | Fd.O_NONBLOCK);
      if (number >= 0) {
        return accepted(new InetSocket(Fd.own(number)));
      }
      Errno errno = Errno.last();
      if (errno == Errno.EAGAIN) {
        return null;
      }
      // Others are of a connection that has ended before it was accepted.
      if (errno == Errno.EMFILE
          || errno == Errno.ENFILE
          || errno == Errno.ENOBUFS
          || errno == Errno.ENOMEM
          || errno == Errno.EBADF
          || errno == Errno.EINVAL) {
        throw new SyscallException("accept4", errno, "");
      }
    }
  }

  private static InetSocket accepted(InetSocket connection) {
    try {
      connection.noDelay();
      return connection;
    } catch (SyscallException e) {
      connection.close();
      throw e;
    }
  }

  /** Whether the socket has no error pending (SO_ERROR, socket(7)); asking takes it away. */
  public boolean isSound() {
    try (Memory value = Memory.allocate(4);
        Memory length = Memory.allocate(4)) {
      length.pointer().putInt(0, 4);
      int result =
          LIBC.getsockopt(fd.number(), SOL_SOCKET, SO_ERROR, value.pointer(), length.pointer());
      return check(result, "getsockopt") == 0 && value.pointer().getInt(0) == 0;
    }
  }

  /** shutdown(2) of the sending direction; nothing where the connection is gone already. */
  public void endOutput() {
    LIBC.shutdown(fd.number(), SHUT_WR);
  }

  @Override
  public void close() {
    fd.close();
  }
}
