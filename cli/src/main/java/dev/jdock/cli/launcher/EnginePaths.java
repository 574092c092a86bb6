package dev.jdock.cli.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where an engine keeps its state and where it listens.
 *
 * @param root survives reboots
 * @param runDirectory does not; short, since a socket's path has at most 107 bytes
 */
public record EnginePaths(Path root, Path runDirectory) {
  private static final String DEFAULT_ROOT = "/var/lib/jdock";
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  /**
   * @param root JDOCK_ROOT, null for the default; the directory is made if need be
   * @throws IOException with a message for the user
   */
  public static EnginePaths of(@Nullable String root) throws IOException {
    if (root == null || root.isEmpty() || root.equals(DEFAULT_ROOT)) {
      create(Path.of(DEFAULT_ROOT));
      return new EnginePaths(Path.of(DEFAULT_ROOT), Path.of("/run/jdock"));
    }
    if (!root.startsWith("/")) {
      throw new IOException("JDOCK_ROOT must be an absolute path: " + root);
    }
    create(Path.of(root));
    Path real = Path.of(root).toRealPath();
    return new EnginePaths(real, Path.of("/run/jdock-" + hash(real.toString())));
  }

  private static void create(Path root) throws IOException {
    try {
      Files.createDirectories(root);
    } catch (IOException e) {
      throw new IOException("cannot make the state directory " + root + ": " + reason(e), e);
    }
  }

  private static String reason(IOException e) {
    String message = String.valueOf(e.getMessage());
    return message.substring(message.lastIndexOf(':') + 1).strip();
  }

  public Path socket() {
    return runDirectory.resolve("engine.sock");
  }

  /** The engine's log file. */
  Path log() {
    return root.resolve("engine.log");
  }

  /** Held by the launcher that starts the engine, so that there is one. */
  public Path launchLock() {
    return root.resolve("launch.lock");
  }

  /** FNV-1a of 64 bits: the C launcher must come to the same name. */
  static String hash(String path) {
    long hash = FNV_OFFSET;
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * FNV_PRIME;
    }
    return String.format(Locale.ROOT, "%016x", hash);
  }
}
