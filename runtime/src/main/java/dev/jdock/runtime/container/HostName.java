package dev.jdock.runtime.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The name of the machine that the engine runs on: gethostname(2). */
public final class HostName {
  private HostName() {}

  public static String read() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).trim();
    } catch (IOException e) {
      return "localhost";
    }
  }
}
