package dev.jdock.linux.netlink;

import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The files below /proc/sys/net, which show the network namespace of the thread that opens them.
 */
public final class NetworkSettings {
  private static final Path ROOT = Path.of("/proc/sys/net");
  private static final int LARGEST = 4096;

  private NetworkSettings() {}

  /**
   * @param name for example {@code ipv4/ip_forward}
   * @throws SyscallException naming the file; ENOENT where the kernel lacks the setting
   */
  public static String read(String name) {
    try (Fd fd = Fd.open(ROOT.resolve(name), Fd.O_RDONLY)) {
      byte[] bytes = new byte[LARGEST];
      int count = fd.read(bytes);
      return new String(bytes, 0, Math.max(0, count), StandardCharsets.US_ASCII).strip();
    }
  }

  /** Writes it, unless it has that value already; fails as {@link #read} does. */
  public static void write(String name, String value) {
    if (read(name).equals(value)) {
      return;
    }
    Path file = ROOT.resolve(name);
    try (Fd fd = Fd.open(file, Fd.O_WRONLY)) {
      fd.writeFully(value);
    } catch (SyscallException e) {
      throw new SyscallException("write", e.errno(), value + " to " + file);
    }
  }
}
