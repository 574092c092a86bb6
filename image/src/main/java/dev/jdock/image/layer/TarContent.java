package dev.jdock.image.layer;

import dev.jdock.linux.Fd;
import dev.jdock.linux.file.Transfer;
import java.io.IOException;
import java.io.InputStream;

/** Writes the contents of members into files, with the holes that they have. */
public final class TarContent {
  private final Transfer transfer = new Transfer();

  /**
   * @param content the stored parts, one after the other
   * @param file empty
   */
  public void write(TarEntry entry, InputStream content, Fd file) throws IOException {
    SparseMap sparse = entry.sparse();
    if (sparse == null) {
      transfer.write(content, entry.size(), file);
      return;
    }
    for (SparseMap.Part part : sparse.parts()) {
      file.seek(part.offset());
      transfer.write(content, part.length(), file);
    }
    file.resize(entry.fileSize());
  }
}
