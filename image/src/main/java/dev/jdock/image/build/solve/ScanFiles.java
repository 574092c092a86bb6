package dev.jdock.image.build.solve;

import dev.jdock.image.build.operation.Workshop;
import dev.jdock.image.dockerfile.DockerfileException;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Digest;
import dev.jdock.linux.Fd;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.FileType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What an image that looks for software has left in its folder. */
final class ScanFiles {
  /** No document is larger, in bytes: BuildKit's maxAttestationBytes. */
  private static final int MOST = 40 << 20;

  private ScanFiles() {}

  /**
   * Reads them.
   *
   * @param layer that they are; null for none
   * @throws DockerfileException of no line, for what is no document
   */
  static SortedMap<String, byte[]> read(Workshop workshop, @Nullable Digest layer)
      throws InterruptedException {
    SortedMap<String, byte[]> documents = new TreeMap<>();
    if (layer == null) {
      return documents;
    }
    try (Directory folder = Directory.open(workshop.lowerDirs(List.of(layer)).getFirst())) {
      for (Directory.Entry entry : folder.list()) {
        documents.put(entry.name(), read(folder, entry.name()));
      }
    } catch (IOException e) {
      throw JdockException.internal("cannot read in-toto statement: " + e.getMessage(), e);
    }
    return documents;
  }

  private static byte[] read(Directory folder, String name) throws IOException {
    if (folder.stat(name).type() != FileType.REGULAR) {
      throw new DockerfileException(
          "cannot read in-toto statement: " + name + " is not a regular file", "");
    }
    try (Fd file = folder.openFile(name);
        InputStream in = Files.newInputStream(file.procPath())) {
      byte[] content = in.readNBytes(MOST + 1);
      if (content.length > MOST) {
        throw new DockerfileException(
            "cannot read in-toto statement: " + name + " exceeds " + MOST + " bytes", "");
      }
      return content;
    }
  }
}
