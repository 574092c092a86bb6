package dev.jdock.runtime.container.security;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.error.Reason;
import dev.jdock.linux.Errno;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.FileType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code z} and {@code Z} of a mount do where SELinux is: the files that a container gets are
 * labelled as files of containers, so that programs which are confined to these may use them.
 */
public final class SelinuxLabels {
  private static final String ATTRIBUTE = "security.selinux";
  private static final int CATEGORIES = 1024;

  /** What a whole system has its labels by, as Docker refuses it. */
  private static final Set<Path> SYSTEM =
      Set.copyOf(
          List.of(
                  "/",
                  "/bin",
                  "/boot",
                  "/dev",
                  "/etc",
                  "/etc/passwd",
                  "/etc/pki",
                  "/etc/shadow",
                  "/home",
                  "/lib",
                  "/lib64",
                  "/media",
                  "/opt",
                  "/proc",
                  "/root",
                  "/run",
                  "/sbin",
                  "/srv",
                  "/sys",
                  "/system",
                  "/tmp",
                  "/usr",
                  "/var",
                  "/var/lib",
                  "/var/log")
              .stream()
              .map(Path::of)
              .toList());

  /** {@code user:role:type}, with a colon behind it. */
  private final String context;

  private SelinuxLabels(String context) {
    this.context = context;
  }

  /** Those of this machine; none where SELinux is off, or its policy has none for containers. */
  public static Optional<SelinuxLabels> ofMachine() {
    return of(Path.of("/sys/fs/selinux"), Path.of("/etc/selinux"));
  }

  /**
   * @param kernel where the kernel shows its part
   * @param settings selinux_config(5) and the policies beside it
   */
  static Optional<SelinuxLabels> of(Path kernel, Path settings) {
    if (!Files.exists(kernel.resolve("enforce"))) {
      return Optional.empty();
    }
    return setting(settings.resolve("config"), "SELINUXTYPE")
        .flatMap(
            policy -> setting(settings.resolve(policy).resolve("contexts/lxc_contexts"), "file"))
        .map(label -> label.split(":", 4))
        .filter(parts -> parts.length >= 3)
        .map(parts -> new SelinuxLabels(String.join(":", Arrays.copyOf(parts, 3)) + ":"));
  }

  /** The value of {@code NAME = "value"}, which may do without quotes; selinux_config(5). */
  private static Optional<String> setting(Path file, String name) {
    try {
      return Files.readAllLines(file).stream()
          .map(line -> line.split("=", 2))
          .filter(parts -> parts.length == 2 && parts[0].strip().equals(name))
          .map(parts -> parts[1].strip().replace("\"", ""))
          .filter(value -> !value.isEmpty())
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Labels a file or folder with all that is in it.
   *
   * @param mode of the mount; without {@code z} or {@code Z} nothing is done
   * @throws JdockException INVALID for folders of the system; INTERNAL when the kernel refuses
   */
  public void label(Path source, String mode, String containerId) {
    List<String> words = List.of(mode.split(",", -1));
    if (words.contains("Z")) {
      label(source, level(containerId));
    } else if (words.contains("z")) {
      label(source, "s0");
    }
  }

  /** Two of the policy's categories, the same for a container always. */
  private static String level(String containerId) {
    int first = Integer.parseInt(containerId.substring(0, 4), 16) % CATEGORIES;
    int second = Integer.parseInt(containerId.substring(4, 8), 16) % (CATEGORIES - 1);
    second += second >= first ? 1 : 0;
    return "s0:c" + Math.min(first, second) + ",c" + Math.max(first, second);
  }

  private void label(Path source, String level) {
    try {
      Path real = source.toRealPath();
      if (SYSTEM.contains(real)) {
        throw JdockException.invalid("SELinux relabeling of " + real + " is not allowed");
      }
      byte[] label = (context + level + "\0").getBytes(StandardCharsets.UTF_8);
      try (Directory parent = Directory.open(Objects.requireNonNull(real.getParent()))) {
        label(parent, String.valueOf(real.getFileName()), label);
      }
    } catch (SyscallException e) {
      // Other file systems have labels by their mount, if any.
      if (e.errno() != Errno.EOPNOTSUPP) {
        throw failed(source, e);
      }
    } catch (IOException e) {
      throw failed(source, e);
    }
  }

  private static JdockException failed(Path source, Exception cause) {
    return JdockException.internal(
        "error setting label on mount source '" + source + "': " + Reason.of(cause), cause);
  }

  private static void label(Directory folder, String name, byte[] label) {
    boolean there =
        folder.attribute(name, ATTRIBUTE).filter(known -> Arrays.equals(known, label)).isPresent();
    if (!there) {
      folder.setAttribute(name, ATTRIBUTE, label);
    }
    if (folder.stat(name).type() == FileType.DIRECTORY) {
      try (Directory child = folder.child(name)) {
        for (Directory.Entry entry : child.list()) {
          labelOrMiss(child, entry.name(), label);
        }
      }
    }
  }

  /** What has gone meanwhile needs no label. */
  private static void labelOrMiss(Directory folder, String name, byte[] label) {
    try {
      label(folder, name, label);
    } catch (SyscallException e) {
      if (e.errno() != Errno.ENOENT || folder.tryStat(name).isPresent()) {
        throw e;
      }
    }
  }
}
