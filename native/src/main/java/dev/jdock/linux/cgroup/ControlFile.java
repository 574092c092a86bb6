package dev.jdock.linux.cgroup;

import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * One file of the kernel's cgroup file systems. Failures carry the operation, the path and the
 * data.
 */
record ControlFile(Path path) {
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}");

  static ControlFile of(Path directory, String name) {
    return new ControlFile(directory.resolve(name));
  }

  boolean exists() {
    return Files.exists(path);
  }

  void write(String text) {
    try (Fd fd = Fd.open(path, Fd.O_WRONLY | Fd.O_TRUNC)) {
      fd.writeFully(text);
    } catch (SyscallException e) {
      throw new SyscallException(e.call(), e.errno(), "'" + text + "' to " + path);
    }
  }

  void write(long number) {
    write(Long.toString(number));
  }

  /** Writes a limit back; a start that failed may have removed the cgroup first. */
  void restore(long number) {
    try {
      write(number);
    } catch (SyscallException e) {
      if (e.errno() != Errno.ENOENT && e.errno() != Errno.ENODEV) {
        throw e;
      }
    }
  }

  String read() {
    try (Fd fd = Fd.open(path, Fd.O_RDONLY)) {
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      byte[] buffer = new byte[4096];
      int count;
      while ((count = fd.read(buffer)) > 0) {
        text.write(buffer, 0, count);
      }
      return text.toString(StandardCharsets.UTF_8);
    } catch (SyscallException e) {
      throw new SyscallException(e.call(), e.errno(), path.toString());
    }
  }

  /** The file's only number; empty where the file is missing or contains {@code max}. */
  OptionalLong number() {
    return exists() ? parse(read().strip()) : OptionalLong.empty();
  }

  /** The number behind {@code key} in a file of "key number" lines. */
  OptionalLong number(String key) {
    if (!exists()) {
      return OptionalLong.empty();
    }
    return read()
        .lines()
        .filter(line -> line.startsWith(key + " "))
        .map(line -> parse(line.substring(key.length() + 1).strip()))
        .findFirst()
        .orElse(OptionalLong.empty());
  }

  private static OptionalLong parse(String text) {
    return NUMBER.matcher(text).matches()
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }
}
