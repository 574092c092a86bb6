package dev.jdock.cli.command.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.oci.Json;
import dev.jdock.image.oci.MediaTypes;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.registry.RemoteRepository.RemoteManifest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamedManifestTest {
  private static NamedManifest manifest(String name, String type) {
    // Odd blanks: the digest is that of the bytes, not of what they mean.
    byte[] bytes =
        ("{ \"schemaVersion\":2,\n \"mediaType\":\"" + type + "\" }")
            .getBytes(StandardCharsets.UTF_8);
    ObjectNode platform = Json.object().put("architecture", "arm64").put("os", "linux");
    return new NamedManifest(
        Reference.parse(name),
        new RemoteManifest(new Descriptor(type, Digest.of(bytes), bytes.length, null), bytes),
        platform);
  }

  private static byte[] file(NamedManifest manifest) {
    return manifest.text().getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aFileKeepsNamePlatformAndBytes() {
    NamedManifest written = manifest("host:5000/team/app:1", MediaTypes.DOCKER_MANIFEST);
    NamedManifest read = NamedManifest.read(file(written));
    assertThat(read.name()).isEqualTo(written.name());
    assertThat(read.platform()).isEqualTo(written.platform());
    assertThat(read.manifest().bytes()).isEqualTo(written.manifest().bytes());
    assertThat(read.manifest().descriptor().digest())
        .isEqualTo(written.manifest().descriptor().digest());
  }

  @Test
  void theKindOfTheManifestNamesItsKey() {
    assertThat(Json.read(file(manifest("a", MediaTypes.DOCKER_MANIFEST)), "file").fieldNames())
        .toIterable()
        .containsExactly("Ref", "Descriptor", "Raw", "SchemaV2Manifest");
    assertThat(Json.read(file(manifest("a", MediaTypes.OCI_MANIFEST)), "file").has("OCIManifest"))
        .isTrue();
  }

  @Test
  void aFileWhoseBytesAreOthersIsRefused() {
    ObjectNode file = Json.read(file(manifest("a", MediaTypes.OCI_MANIFEST)), "file");
    file.put("Raw", "e30=");
    assertThatThrownBy(() -> NamedManifest.read(Json.bytes(file)))
        .isInstanceOf(JdockException.class)
        .hasMessageStartingWith("manifest verification failed for digest sha256:");
    file.put("Raw", "?");
    assertThatThrownBy(() -> NamedManifest.read(Json.bytes(file)))
        .isInstanceOf(JdockException.class);
    assertThatThrownBy(() -> NamedManifest.read(new byte[0])).isInstanceOf(JdockException.class);
  }

  @Test
  void theFirstManifestSaysOfWhichKindAListIs() {
    NamedManifest oci = manifest("a", MediaTypes.OCI_MANIFEST);
    NamedManifest docker = manifest("a", MediaTypes.DOCKER_MANIFEST);
    Reference list = Reference.parse("list");
    assertThat(ManifestList.of(list, List.of(oci, docker)).mediaType())
        .isEqualTo(MediaTypes.OCI_INDEX);
    assertThat(ManifestList.of(list, List.of(docker, oci)).mediaType())
        .isEqualTo(MediaTypes.DOCKER_LIST);
    assertThatThrownBy(() -> ManifestList.of(Reference.parse("other.host/list"), List.of(oci)))
        .hasMessage(
            "cannot use source images from a different registry than the target image: docker.io"
                + " != other.host");
  }
}
