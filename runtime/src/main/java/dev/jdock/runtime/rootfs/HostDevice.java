package dev.jdock.runtime.rootfs;

import dev.jdock.image.error.JdockException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A device node, as it is on the host and is to be in a container.
 *
 * @param path in the container
 * @param mode file type and permissions, as in stat(2)
 */
public record HostDevice(String path, int mode, int major, int minor, int uid, int gid) {
  private static final int S_IFMT = 0170000;
  private static final int S_IFCHR = 0020000;
  private static final int S_IFBLK = 0060000;
  private static final int S_IFIFO = 0010000;

  /** {@code c}, {@code b} or {@code p}. */
  public char type() {
    return switch (fileType()) {
      case S_IFBLK -> 'b';
      case S_IFIFO -> 'p';
      default -> 'c';
    };
  }

  /** As in the mode. */
  public int fileType() {
    return mode & S_IFMT;
  }

  /** Of {@code b}, {@code c}, {@code u} or {@code p}. */
  public static int fileType(String letter) {
    return switch (letter) {
      case "b" -> S_IFBLK;
      case "p" -> S_IFIFO;
      default -> S_IFCHR;
    };
  }

  /** Whether it has numbers, which a pipe has not. */
  public boolean isDevice() {
    return fileType() != S_IFIFO;
  }

  /** The node at a path of the host. */
  public static HostDevice of(String hostPath) {
    return read(Path.of(hostPath), hostPath, hostPath);
  }

  /**
   * A node, or all nodes in a folder and below; symbolic links of the host are followed.
   *
   * @throws JdockException in Docker's words, where there is nothing of that kind
   */
  public static List<HostDevice> below(String hostPath, String containerPath) {
    Path source = Path.of(hostPath);
    if (!Files.isDirectory(source)) {
      return List.of(read(source, hostPath, containerPath));
    }
    List<HostDevice> devices = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(source.toRealPath())) {
      Path real = source.toRealPath();
      for (Path file : walk.toList()) {
        if (isDevice(file)) {
          devices.add(
              read(
                  file, hostPath, Path.of(containerPath).resolve(real.relativize(file) + "") + ""));
        }
      }
    } catch (IOException e) {
      throw refused(hostPath, String.valueOf(e.getMessage()));
    }
    return devices;
  }

  private static boolean isDevice(Path file) throws IOException {
    int type =
        (Integer)
                Files.readAttributes(file, "unix:mode", LinkOption.NOFOLLOW_LINKS)
                    .getOrDefault("mode", 0)
            & S_IFMT;
    return type == S_IFCHR || type == S_IFBLK;
  }

  private static HostDevice read(Path file, String name, String target) {
    try {
      Map<String, Object> attributes = Files.readAttributes(file, "unix:mode,rdev,uid,gid");
      int mode = (Integer) attributes.getOrDefault("mode", 0);
      int type = mode & S_IFMT;
      if (type != S_IFCHR && type != S_IFBLK) {
        throw refused(name, "not a device node");
      }
      long number = (Long) attributes.getOrDefault("rdev", 0L);
      return new HostDevice(
          target,
          mode,
          DeviceNodes.major(number),
          DeviceNodes.minor(number),
          (Integer) attributes.getOrDefault("uid", 0),
          (Integer) attributes.getOrDefault("gid", 0));
    } catch (NoSuchFileException e) {
      throw refused(name, "no such file or directory");
    } catch (IOException e) {
      throw refused(name, String.valueOf(e.getMessage()));
    }
  }

  private static JdockException refused(String name, String reason) {
    return JdockException.invalid(
        "error gathering device information while adding custom device \""
            + name
            + "\": "
            + reason);
  }
}
