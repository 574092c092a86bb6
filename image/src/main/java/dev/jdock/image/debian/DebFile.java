package dev.jdock.image.debian;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.layer.TarPath;
import dev.jdock.image.layer.TreeUnpacker;
import dev.jdock.linux.file.Directory;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;

/** A package's file (deb(5)): an ar archive with a tar archive of what is to be installed. */
final class DebFile {
  private static final String DATA = "data.tar";

  /** A member of a layer with such a name stands for one that is removed. */
  private static final String WHITEOUT = ".wh.";

  private DebFile() {}

  /**
   * Unpacks what is to be installed below a root, as dpkg(1) does, but runs nothing.
   *
   * @param name of the package, in messages
   * @throws JdockException INVALID for a file that is damaged, or has names that cannot be
   */
  static void unpack(Path file, String name, Directory root) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        ArArchiveInputStream archive = new ArArchiveInputStream(in)) {
      for (ArArchiveEntry entry; (entry = archive.getNextEntry()) != null; ) {
        if (entry.getName().startsWith(DATA)) {
          TreeUnpacker.unpack(archive, root, options());
          return;
        }
      }
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      throw new JdockException(
          JdockException.Kind.INVALID, "package " + name + " is damaged: " + e.getMessage(), e);
    } catch (JdockException e) {
      throw new JdockException(e.kind(), "package " + name + ": " + e.getMessage(), e);
    }
    throw JdockException.invalid("package " + name + " is damaged: it has no " + DATA);
  }

  private static TreeUnpacker.Options options() {
    return new TreeUnpacker.Options(
        "/", DebFile::checked, false, new TreeUnpacker.Owners.Archived(), true, true);
  }

  private static String checked(String path) {
    if (TarPath.of(path).name().startsWith(WHITEOUT)) {
      throw JdockException.invalid("no layer can hold a file of the name \"" + path + "\"");
    }
    return path;
  }
}
