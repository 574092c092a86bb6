package dev.jdock.image.archive;

import dev.jdock.image.layer.TarEntry;
import dev.jdock.image.layer.TarWriter;
import dev.jdock.image.reference.Digest;
import dev.jdock.linux.file.FileType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/** An archive of images in the making, right or wrong. */
final class ArchiveFile {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarWriter tar = new TarWriter(bytes);

  ArchiveFile file(String path, byte[] content) {
    return add(path, FileType.REGULAR, false, "", content);
  }

  ArchiveFile file(String path, String content) {
    return file(path, content.getBytes(StandardCharsets.UTF_8));
  }

  /** Under its digest. */
  ArchiveFile blob(byte[] content) {
    return file(Names.blob(Digest.of(content)), content);
  }

  ArchiveFile symlink(String path, String target) {
    return add(path, FileType.SYMLINK, false, target, new byte[0]);
  }

  ArchiveFile link(String path, String target) {
    return add(path, FileType.REGULAR, true, target, new byte[0]);
  }

  private ArchiveFile add(String path, FileType type, boolean link, String target, byte[] content) {
    try {
      tar.header(
          new TarEntry(
              path, type, link, 0644, 0, 0, content.length, 0, 0, target, 0, 0, new TreeMap<>()));
      bytes.write(content);
      tar.pad(content.length);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] bytes() {
    try {
      tar.finish();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  InputStream stream() {
    return new ByteArrayInputStream(bytes());
  }
}
