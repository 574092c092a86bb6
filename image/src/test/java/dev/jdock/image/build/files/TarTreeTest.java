package dev.jdock.image.build.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.file.Directory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarTreeTest {
  @TempDir Path target;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream archive =
      new TarArchiveOutputStream(bytes, StandardCharsets.UTF_8.name());

  private TarArchiveEntry entry(String name, byte type) {
    // As a member of an archive that exists: no change of the name.
    var entry = new TarArchiveEntry(name, type, true);
    entry.setIds(userId(), groupId());
    return entry;
  }

  private int userId() {
    return owner("unix:uid");
  }

  private int groupId() {
    return owner("unix:gid");
  }

  private int owner(String attribute) {
    try {
      return (int) Files.getAttribute(target, attribute);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void file(String name, String content) throws IOException {
    put(entry(name, TarConstants.LF_NORMAL), content);
  }

  private void put(TarArchiveEntry entry, String content) throws IOException {
    entry.setSize(content.length());
    archive.putArchiveEntry(entry);
    archive.write(content.getBytes(StandardCharsets.UTF_8));
    archive.closeArchiveEntry();
  }

  private void link(String name, byte type, String to) throws IOException {
    var entry = entry(name, type);
    entry.setLinkName(to);
    put(entry, "");
  }

  private byte[] archive() throws IOException {
    archive.finish();
    return bytes.toByteArray();
  }

  private void unpack(byte[] archive) throws IOException {
    try (Directory root = Directory.open(target)) {
      TarTree.unpack(new ByteArrayInputStream(archive), root, TarTree.Owner.asArchived());
    }
  }

  @Test
  void skipsMemberWithoutName() throws IOException {
    file("", "nobody");
    file("x", "somebody");
    byte[] all = archive();
    assertThat(TarTree.isArchive(Arrays.copyOf(all, 512))).isTrue();
    unpack(all);
    assertThat(target.resolve("x")).hasContent("somebody");
  }

  @Test
  void takesZerosForNoArchive() {
    assertThat(TarTree.isArchive(new byte[512])).isFalse();
    assertThat(TarTree.isArchive(new byte[100])).isFalse();
  }

  @Test
  void refusesArchiveThatEndsInsideOfHeaderOrContent() throws IOException {
    file("one", "1".repeat(700));
    file("two", "2");
    byte[] all = archive();
    assertThatThrownBy(() -> unpack(Arrays.copyOf(all, 512 + 1024 + 200)))
        .isInstanceOf(JdockException.class)
        .hasMessageContaining("unexpected EOF");
    assertThatThrownBy(() -> unpack(Arrays.copyOf(all, 512 + 300)))
        .isInstanceOf(JdockException.class)
        .hasMessageContaining("unexpected EOF");
  }

  @Test
  void keepsExtendedAttributesByteByByte() throws IOException {
    var entry = entry("f", TarConstants.LF_NORMAL);
    entry.addPaxHeader("SCHILY.xattr.user.jdock", "value");
    put(entry, "x");
    unpack(archive());
    try (Directory root = Directory.open(target)) {
      assertThat(root.attribute("f", "user.jdock"))
          .hasValue("value".getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void refusesNamesThatLeadOut() throws IOException {
    file("../up", "x");
    byte[] all = archive();
    assertThatThrownBy(() -> unpack(all)).hasMessage("invalid entry name \"../up\"");
    assertThat(target.resolveSibling("up")).doesNotExist();
  }

  @Test
  void refusesHardLinksThatLeadOut() throws IOException {
    link("h", TarConstants.LF_LINK, "../f");
    byte[] all = archive();
    assertThatThrownBy(() -> unpack(all)).hasMessage("invalid hardlink target \"../f\"");
  }

  @Test
  void absoluteLinksOfTheArchiveStayInside() throws IOException {
    link("l", TarConstants.LF_SYMLINK, "/abs");
    file("l/f", "x");
    unpack(archive());
    assertThat(target.resolve("abs/f")).hasContent("x");
    assertThat(Files.readSymbolicLink(target.resolve("l"))).isEqualTo(Path.of("/abs"));
    assertThat(Path.of("/abs")).doesNotExist();
  }

  @Test
  void nothingIsWrittenThroughLinksThatLeadOut() throws IOException {
    link("l", TarConstants.LF_SYMLINK, "../../..");
    file("l/f", "x");
    byte[] all = archive();
    assertThatThrownBy(() -> unpack(all)).hasMessage("statat l: path escapes from parent");
  }

  @Test
  void laterMembersReplaceEarlierOnes() throws IOException {
    file("d/x", "1");
    file("d", "2");
    unpack(archive());
    assertThat(target.resolve("d")).hasContent("2");
  }
}
