package dev.jdock.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files about what may be gone at any moment: they are empty then. */
final class Proc {

  private Proc() {}

  static String read(long pid, String name) {
    return read(Path.of("/proc", Long.toString(pid), name));
  }

  static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.UTF_8);
    } catch (IOException gone) {
      return "";
    }
  }
}
