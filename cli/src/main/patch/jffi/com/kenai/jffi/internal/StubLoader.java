package com.kenai.jffi.internal;

import com.kenai.jffi.Version;
import java.net.URISyntaxException;
import java.nio.file.Path;

/**
 * Loads jffi's native library from where the distribution has it: the folder in {@code
 * jffi.boot.library.path}, or beside the jar. In the distribution this is instead of jffi's own class
 * of that name, which finds out by regular expressions, java.util.logging and Formatter what it may
 * have to unpack where; that took as long as all system calls of an engine's start.
 *
 * <p>jffi loads this class by its name and asks it whether that worked.
 */
public final class StubLoader {
  private static final String FOLDER = "jffi.boot.library.path";
  private static final String LIBRARY = "libjffi-" + Version.MAJOR + "." + Version.MINOR + ".so";
  private static final Throwable FAILURE = load();

  private StubLoader() {}

  @SuppressWarnings("restricted") // Allowed by --enable-native-access.
  private static Throwable load() {
    try {
      String folder = System.getProperty(FOLDER);
      Path library = (folder == null ? besideJar() : Path.of(folder)).resolve(LIBRARY);
      System.load(library.toAbsolutePath().toString());
      return null;
    } catch (UnsatisfiedLinkError | URISyntaxException e) {
      return e;
    }
  }

  private static Path besideJar() throws URISyntaxException {
    Path jar =
        Path.of(StubLoader.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    boolean x86 = "amd64".equals(System.getProperty("os.arch"));
    return jar.resolveSibling("native").resolve(x86 ? "x86_64" : "aarch64");
  }

  public static boolean isLoaded() {
    return FAILURE == null;
  }

  /** Null where there is none. */
  public static Throwable getFailureCause() {
    return FAILURE;
  }
}
