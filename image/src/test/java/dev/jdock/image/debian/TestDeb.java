package dev.jdock.image.debian;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;

/** A package's file in the making, owned by who runs the test. */
final class TestDeb {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream tar =
      new TarArchiveOutputStream(bytes, StandardCharsets.UTF_8.name());
  private final int owner;

  TestDeb(int owner) {
    this.owner = owner;
  }

  TestDeb folder(String path) throws IOException {
    put(new TarArchiveEntry(path, TarConstants.LF_DIR, true), 0755, "", "");
    return this;
  }

  TestDeb file(String path, String content) throws IOException {
    put(new TarArchiveEntry(path, TarConstants.LF_NORMAL, true), 0644, content, "");
    return this;
  }

  TestDeb link(String path, String target) throws IOException {
    put(new TarArchiveEntry(path, TarConstants.LF_SYMLINK, true), 0777, "", target);
    return this;
  }

  TestDeb hardLink(String path, String target) throws IOException {
    put(new TarArchiveEntry(path, TarConstants.LF_LINK, true), 0644, "", target);
    return this;
  }

  private void put(TarArchiveEntry entry, int mode, String content, String target)
      throws IOException {
    byte[] data = content.getBytes(StandardCharsets.UTF_8);
    entry.setMode(mode);
    entry.setIds(owner, owner);
    entry.setModTime(1_000_000_000_000L);
    entry.setLinkName(target);
    entry.setSize(data.length);
    tar.putArchiveEntry(entry);
    tar.write(data);
    tar.closeArchiveEntry();
  }

  byte[] made() throws IOException {
    tar.close();
    var packed = new ByteArrayOutputStream();
    try (var xz = new XZCompressorOutputStream(packed)) {
      xz.write(bytes.toByteArray());
    }
    return archive("debian-binary", "2.0\n".getBytes(StandardCharsets.UTF_8), packed.toByteArray());
  }

  /** An ar archive with a first member, and the archive of what is to be installed. */
  static byte[] archive(String name, byte[] first, byte[] data) throws IOException {
    var deb = new ByteArrayOutputStream();
    try (var ar = new ArArchiveOutputStream(deb)) {
      ar.putArchiveEntry(new ArArchiveEntry(name, first.length));
      ar.write(first);
      ar.closeArchiveEntry();
      ar.putArchiveEntry(new ArArchiveEntry("data.tar.xz", data.length));
      ar.write(data);
      ar.closeArchiveEntry();
    }
    return deb.toByteArray();
  }
}
