package dev.jdock.linux.socket;

import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.libc.Memory;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The descriptors behind the JDK's channels, which do not tell them. */
public final class OpenSockets {
  private static final int SOL_SOCKET = 1;
  private static final int SO_LINGER = 13;

  /** Any but 0. It is never waited for: unix domain sockets keep SO_LINGER and do nothing by it. */
  private static final int MARK_SECONDS = 29_281;

  private OpenSockets() {}

  /**
   * A second descriptor of a unix domain socket: the channel gets a mark for a moment, by which the
   * kernel's side of it is found among the open files of the process.
   *
   * @return null when it is closed meanwhile
   */
  public static synchronized @Nullable Fd duplicate(SocketChannel channel) throws IOException {
    channel.setOption(StandardSocketOptions.SO_LINGER, MARK_SECONDS);
    try {
      return marked();
    } finally {
      if (channel.isOpen()) {
        channel.setOption(StandardSocketOptions.SO_LINGER, -1);
      }
    }
  }

  private static @Nullable Fd marked() throws IOException {
    try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path each : open) {
        int number = Integer.parseInt(String.valueOf(each.getFileName()));
        if (isMarked(number)) {
          Fd found = duplicate(number);
          // Only the copy is sure to stay what it is.
          if (found != null && isMarked(found.number())) {
            return found;
          }
          close(found);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return null;
  }

  private static void close(@Nullable Fd fd) {
    if (fd != null) {
      fd.close();
    }
  }

  private static @Nullable Fd duplicate(int number) {
    try {
      return Fd.duplicateOf(number);
    } catch (SyscallException e) {
      // Closed meanwhile.
      return null;
    }
  }

  private static boolean isMarked(int number) {
    try (Memory value = Memory.allocate(8);
        Memory length = Memory.allocate(4)) {
      length.pointer().putInt(0, 8);
      return LIBC.getsockopt(number, SOL_SOCKET, SO_LINGER, value.pointer(), length.pointer()) == 0
          && value.pointer().getInt(0) != 0
          && value.pointer().getInt(4) == MARK_SECONDS;
    }
  }
}
