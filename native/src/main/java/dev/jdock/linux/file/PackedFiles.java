package dev.jdock.linux.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the build packs beside classes. A distribution has as files, too, what an engine's start
 * needs ({@code lib/packed}): to get it out of a jar the JVM opens its own modules and each jar of
 * the class path that comes before, and reads their tables of contents.
 */
public final class PackedFiles {
  /** The property with the distribution's folder; engines have it. */
  private static final String HOME = "jdock.home";

  private PackedFiles() {}

  /**
   * The text of a name in the package of a class, or null where none is packed.
   *
   * @param name may lead into folders below
   */
  public static @Nullable String text(Class<?> beside, String name) {
    byte[] bytes = ofDistribution(beside, name);
    if (bytes == null) {
      bytes = ofJar(beside, name);
    }
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  /** What the distribution has as a file, or null where there is neither. */
  public static byte @Nullable [] ofDistribution(Class<?> beside, String name) {
    String home = System.getProperty(HOME);
    if (home == null) {
      return null;
    }
    try {
      return Files.readAllBytes(path(Path.of(home, "lib/packed"), beside, name));
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a file is that belongs beside a class, below the distribution's folder for these. */
  public static Path path(Path packed, Class<?> beside, String name) {
    return packed.resolve(beside.getPackageName().replace('.', '/')).resolve(name);
  }

  private static byte @Nullable [] ofJar(Class<?> beside, String name) {
    try (InputStream in = beside.getResourceAsStream(name)) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
