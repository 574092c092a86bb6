package dev.jdock.image.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.oci.MediaTypes;
import dev.jdock.image.reference.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OciFolderTest {
  @TempDir Path folder = Path.of("");

  private static Descriptor descriptor(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new Descriptor(MediaTypes.OCI_MANIFEST, Digest.of(bytes), bytes.length, null);
  }

  private static void put(OciFolder layout, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    layout.put(descriptor(text), () -> new ByteArrayInputStream(bytes));
  }

  private void keep(String tag, String text) throws IOException {
    try (OciFolder layout = OciFolder.create(folder)) {
      put(layout, text);
      layout.keep(List.of(BuiltArchive.tagged(descriptor(text), tag)));
    }
  }

  @Test
  void whatIsNamedIsFoundByItsTag() throws IOException {
    keep("a", "one");
    keep("b", "two");
    OciFolder layout = OciFolder.open(folder);
    assertThat(layout.find("a")).contains(descriptor("one"));
    assertThat(layout.find("b")).contains(descriptor("two"));
    assertThat(layout.find("c")).isEmpty();
    assertThat(layout.document(descriptor("two").digest())).asString().isEqualTo("two");
  }

  @Test
  void aTagMovesToWhatGetsItLast() throws IOException {
    keep("a", "one");
    keep("a", "two");
    assertThat(OciFolder.open(folder).find("a")).contains(descriptor("two"));
  }

  @Test
  void whatIsNotNamedInTheEndGoesAgain() throws IOException {
    try (OciFolder layout = OciFolder.create(folder)) {
      put(layout, "one");
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void damagedDocumentsAreRefused() throws IOException {
    keep("a", "one");
    Path blob = folder.resolve("blobs/sha256/" + descriptor("one").digest().hex());
    Files.writeString(blob, "eno");
    assertThatThrownBy(() -> OciFolder.open(folder).document(descriptor("one").digest()))
        .isInstanceOf(JdockException.class)
        .hasMessageEndingWith(" is damaged");
  }
}
