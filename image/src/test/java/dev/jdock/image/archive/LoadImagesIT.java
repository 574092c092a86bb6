package dev.jdock.image.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.build.Platform;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.layer.Archive;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.store.ImageStore;
import dev.jdock.image.store.Layer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadImagesIT {
  private static final byte[] LOWER = new Archive().directory("d").file("d/f", "lower").bytes();
  private static final byte[] UPPER = new Archive().file("d/f", "upper").bytes();
  private static final String OCI = "application/vnd.oci.image.";

  @TempDir private Path root;
  private @Nullable ImageStore store;

  @BeforeEach
  void open() {
    store = ImageStore.open(root);
  }

  @AfterEach
  void close() {
    store().close();
  }

  private ImageStore store() {
    return java.util.Objects.requireNonNull(store);
  }

  private List<LoadedImage> load(InputStream archive, String platform) throws IOException {
    return new LoadImages(store())
        .load(
            archive,
            platform.isEmpty() ? null : Platform.parse(platform),
            (path, read, size) -> {});
  }

  private List<LoadedImage> load(ArchiveFile archive) throws IOException {
    return load(archive.stream(), "");
  }

  private void assertRefused(ArchiveFile archive, String message) throws IOException {
    List<String> before = files();
    assertThatThrownBy(() -> load(archive))
        .isInstanceOf(JdockException.class)
        .hasMessageContaining(message);
    assertThat(files()).isEqualTo(before);
  }

  private List<String> files() throws IOException {
    try (var tree = Files.walk(root)) {
      return tree.map(Path::toString).sorted().toList();
    }
  }

  private static byte[] config(String architecture, byte[]... layers) {
    List<String> diffIds = new ArrayList<>();
    for (byte[] layer : layers) {
      diffIds.add("\"" + Digest.of(layer) + "\"");
    }
    return """
    {"architecture":"%s","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":%s}}\
    """
        .formatted(architecture, diffIds)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] config(byte[]... layers) {
    return config("amd64", layers);
  }

  private static String manifestJson(String config, String tags, String... layers) {
    List<String> quoted = new ArrayList<>();
    for (String layer : layers) {
      quoted.add("\"" + layer + "\"");
    }
    return "[{\"Config\":\"" + config + "\",\"RepoTags\":" + tags + ",\"Layers\":" + quoted + "}]";
  }

  private static String descriptor(String type, byte[] content, String more) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d%s}"
        .formatted(OCI + type, Digest.of(content), content.length, more);
  }

  private static byte[] manifest(byte[] config, String layerType, byte[]... layers) {
    List<String> descriptors = new ArrayList<>();
    for (byte[] layer : layers) {
      descriptors.add(descriptor(layerType, layer, ""));
    }
    return "{\"schemaVersion\":2,\"config\":%s,\"layers\":%s}"
        .formatted(descriptor("config.v1+json", config, ""), descriptors)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] index(String... descriptors) {
    return ("{\"schemaVersion\":2,\"manifests\":" + List.of(descriptors) + "}")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String annotations(String key, String value) {
    return ",\"annotations\":{\"" + key + "\":\"" + value + "\"}";
  }

  private static String platform(String os, String architecture) {
    return ",\"platform\":{\"os\":\"" + os + "\",\"architecture\":\"" + architecture + "\"}";
  }

  private static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Two layers under other names than their digests, the second of them a link. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void membersMayHaveAnyOrderAndBeLinks(boolean manifestFirst) throws IOException {
    byte[] config = config(LOWER, UPPER, LOWER);
    String name = Digest.of(config).hex() + ".json";
    String manifest =
        manifestJson(name, "[\"a:1\",\"b/c:2\"]", "1/layer.tar", "2/layer.tar", "3/layer.tar");
    ArchiveFile archive = new ArchiveFile();
    if (manifestFirst) {
      archive
          .file("manifest.json", manifest)
          .file(name, config)
          .symlink("3/layer.tar", "../1/layer.tar");
    }
    archive.file("./1/VERSION", "1.0").file("./1/layer.tar", LOWER).file("2.tar", gzip(UPPER));
    archive.link("2/layer.tar", "2.tar");
    if (!manifestFirst) {
      archive
          .symlink("3/layer.tar", "../1/layer.tar")
          .file(name, config)
          .file("manifest.json", manifest);
    }
    LoadedImage image = load(archive).getFirst();
    assertThat(image.id()).isEqualTo(Digest.of(config).toString());
    assertThat(image.names()).containsExactly("a:1", "b/c:2");
    assertThat(store().find("b/c:2").diffIds())
        .containsExactly(
            Digest.of(LOWER).toString(), Digest.of(UPPER).toString(), Digest.of(LOWER).toString());
  }

  @Test
  void chooseFromAnIndexByPlatform() throws IOException {
    byte[] ours = config(Platform.local().architecture(), UPPER);
    byte[] theirs = config("s390x", LOWER);
    byte[] ourManifest = manifest(ours, "layer.v1.tar+gzip", gzip(UPPER));
    byte[] theirManifest = manifest(theirs, "layer.v1.tar+gzip", gzip(LOWER));
    byte[] proof = "{\"schemaVersion\":2}".getBytes(StandardCharsets.UTF_8);
    byte[] nested =
        index(
            descriptor("manifest.v1+json", proof, platform("unknown", "unknown")),
            descriptor("manifest.v1+json", theirManifest, platform("linux", "s390x")),
            descriptor(
                "manifest.v1+json",
                ourManifest,
                platform("linux", Platform.local().architecture())));
    ArchiveFile archive =
        new ArchiveFile()
            .file("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}")
            .file(
                "index.json",
                index(
                    descriptor(
                        "index.v1+json",
                        nested,
                        annotations(Names.IMAGE_NAME, "docker.io/library/many:1"))))
            .blob(nested)
            .blob(ourManifest)
            .blob(theirManifest)
            .blob(ours)
            .blob(theirs)
            .blob(gzip(LOWER))
            .blob(gzip(UPPER));
    byte[] bytes = archive.bytes();
    assertThat(load(new ByteArrayInputStream(bytes), "").getFirst().id())
        .isEqualTo(Digest.of(ours).toString());
    assertThat(layers()).containsExactly(Digest.of(UPPER));
    assertThat(load(new ByteArrayInputStream(bytes), "linux/s390x").getFirst().names())
        .containsExactly("many:1");
    assertThat(store().find("many:1").id()).isEqualTo(Digest.of(theirs).toString());
    assertThatThrownBy(() -> load(new ByteArrayInputStream(bytes), "linux/riscv64"))
        .hasMessageContaining("linux/riscv64");
  }

  @Test
  void aLayerMayBeginAsADocumentDoes() throws IOException {
    ByteArrayOutputStream layer = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(layer)) {
      tar.putArchiveEntry(new TarArchiveEntry("{template}/"));
      tar.closeArchiveEntry();
    }
    byte[] config = config(layer.toByteArray());
    ArchiveFile archive =
        new ArchiveFile()
            .file("layer.tar", layer.toByteArray())
            .file("config.json", config)
            .file("manifest.json", manifestJson("config.json", "[\"a:1\"]", "layer.tar"));
    assertThat(load(archive).getFirst().id()).isEqualTo(Digest.of(config).toString());
  }

  private List<Digest> layers() {
    return store().layers().list().stream().map(Layer::diffId).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"latest", "name:tag", "host:5000/name"})
  void aTagAloneIsNoName(String annotation) throws IOException {
    byte[] config = config(LOWER);
    byte[] manifest = manifest(config, "layer.v1.tar", LOWER);
    String index =
        new String(
            index(
                descriptor("manifest.v1+json", manifest, annotations(Names.REF_NAME, annotation))),
            StandardCharsets.UTF_8);
    ArchiveFile archive =
        new ArchiveFile().blob(LOWER).blob(config).blob(manifest).file("index.json", index);
    List<String> names = load(archive).getFirst().names();
    assertThat(names)
        .isEqualTo(
            switch (annotation) {
              case "latest" -> List.of();
              case "host:5000/name" -> List.of("host:5000/name:latest");
              default -> List.of(annotation);
            });
  }

  @Test
  void whatDigestsDoNotAgreeWithIsRefused() throws IOException {
    byte[] config = config(LOWER);
    String name = Digest.of(config).hex() + ".json";
    String manifest = manifestJson(name, "null", "l.tar");
    assertRefused(
        new ArchiveFile().file("l.tar", UPPER).file(name, config).file("manifest.json", manifest),
        "invalid diffID for layer 0: expected \"" + Digest.of(LOWER));
    assertRefused(
        new ArchiveFile()
            .file("l.tar", LOWER)
            .file(name, config(UPPER))
            .file("manifest.json", manifest),
        "has digest");
    assertRefused(
        new ArchiveFile()
            .file(Names.blob(Digest.of(LOWER)), UPPER)
            .file(name, config)
            .file("manifest.json", manifestJson(name, "null", Names.blob(Digest.of(LOWER)))),
        "has digest " + Digest.of(UPPER));
    assertRefused(
        new ArchiveFile()
            .file(Names.blob(Digest.of(LOWER)), gzip(LOWER))
            .file(name, config)
            .file("manifest.json", manifestJson(name, "null", Names.blob(Digest.of(LOWER)))),
        "has digest " + Digest.of(gzip(LOWER)));
    assertRefused(
        new ArchiveFile().file(Names.blob(Digest.of(config)), config(UPPER)), "has digest");
  }

  @Test
  void whatIsMissingOrTooMuchIsRefused() throws IOException {
    byte[] config = config(LOWER);
    String good = manifestJson("c.json", "null", "l.tar");
    assertRefused(new ArchiveFile(), "does not contain a manifest.json");
    assertRefused(new ArchiveFile().file("manifest.json", good), "open c.json: no such file");
    assertRefused(
        new ArchiveFile().file("manifest.json", good).file("c.json", config),
        "open l.tar: no such");
    assertRefused(
        new ArchiveFile()
            .file("manifest.json", manifestJson("c.json", "null"))
            .file("c.json", config)
            .file("l.tar", LOWER),
        "layers length mismatch: expected 0, got 1");
    assertRefused(
        new ArchiveFile()
            .file("manifest.json", manifestJson("c.json", "[\"Bad Name\"]", "l.tar"))
            .file("c.json", config)
            .file("l.tar", LOWER),
        "invalid reference format");
    assertRefused(
        new ArchiveFile()
            .file("manifest.json", good)
            .file("c.json", config)
            .symlink("l.tar", "l.tar"),
        "too many links");
    assertRefused(
        new ArchiveFile()
            .file("manifest.json", good)
            .file("c.json", config)
            .symlink("l.tar", "../../../etc/passwd"),
        "outside of the layer");
    assertRefused(
        new ArchiveFile()
            .file("manifest.json", good)
            .file("c.json", "{\"os\":\"windows\",\"rootfs\":{\"diff_ids\":[]}}"),
        "cannot load windows image on linux");
    assertRefused(new ArchiveFile().file("manifest.json", "{}"), "invalid manifest.json");
    assertRefused(new ArchiveFile().file("manifest.json", "[["), "invalid manifest.json");
    assertRefused(new ArchiveFile().file("oci-layout", "{}"), "does not contain a manifest.json");
  }

  private static String legacy(String id, String parent) {
    return """
    {"id":"%s","parent":"%s","created":"2015-01-02T03:04:05.678Z","docker_version":"1.9.0","os":"linux",\
    "container_config":{"Cmd":["/bin/sh","-c","#(nop) a && %s"]},"config":{"Cmd":["sh"]},"Size":1}\
    """
        .formatted(id, parent, id.substring(0, 1));
  }

  /** The id is what Docker 20.10 gives it. */
  @Test
  void archivesOlderThanDocker110AreRead() throws IOException {
    String top = "b".repeat(64);
    String base = "a".repeat(64);
    List<LoadedImage> loaded =
        load(
            new ArchiveFile()
                .file(top + "/VERSION", "1.0")
                .file(top + "/json", legacy(top, base))
                .file(top + "/layer.tar", UPPER)
                .file(base + "/json", legacy(base, ""))
                .file(base + "/layer.tar", LOWER)
                .file("repositories", "{\"old/app\":{\"1\":\"" + top + "\"}}"));
    assertThat(loaded.getFirst().names()).containsExactly("old/app:1");
    var image = store().find("old/app:1");
    assertThat(image.diffIds())
        .containsExactly(Digest.of(LOWER).toString(), Digest.of(UPPER).toString());
    assertThat(image.history())
        .extracting(line -> line.createdBy())
        .containsExactly("/bin/sh -c #(nop) a && a", "/bin/sh -c #(nop) a && b");
    assertThat(new String(store().config(image), StandardCharsets.UTF_8))
        .startsWith("{\"config\":{\"Cmd\":[\"sh\"]},\"container_config\":")
        .contains("a \\u0026\\u0026 b")
        .doesNotContain("parent");
  }

  @Test
  void archivesOlderThanDocker110ThatMakeNoSenseAreRefused() throws IOException {
    String id = "a".repeat(64);
    String named = "{\"old/app\":{\"1\":\"" + id + "\"}}";
    assertRefused(
        new ArchiveFile().file("repositories", named), "open " + id + "/json: no such file");
    assertRefused(
        new ArchiveFile()
            .file(id + "/json", legacy(id, id))
            .file(id + "/layer.tar", LOWER)
            .file("repositories", named),
        "is its own ancestor");
    assertRefused(
        new ArchiveFile().file("repositories", "{\"old/app\":{\"1\":\"../x\"}}"),
        "image ID '../x' is invalid");
  }

  @Test
  void anArchiveOfOneBadImageAddsNone() throws IOException {
    byte[] good = config(LOWER);
    byte[] bad = config(UPPER);
    String both =
        manifestJson("good.json", "[\"good:1\"]", "l.tar").replaceFirst("]$", ",")
            + manifestJson("bad.json", "[\"bad:1\"]", "missing.tar").substring(1);
    assertRefused(
        new ArchiveFile()
            .file("l.tar", LOWER)
            .file("good.json", good)
            .file("bad.json", bad)
            .file("manifest.json", both),
        "missing.tar");
    assertThat(store().list()).isEmpty();
  }

  @Test
  void documentsHaveALimit() throws IOException {
    ArchiveFile archive = new ArchiveFile();
    byte[] document = new byte[7 << 20];
    java.util.Arrays.fill(document, (byte) ' ');
    document[0] = '{';
    for (int i = 0; i < 10; i++) {
      archive.file(i + ".json", document);
    }
    assertRefused(archive, "more than 64 MiB of documents");
  }

  @Test
  void savedImagesAreTheSameBytesAgain() throws IOException {
    byte[] config = config(LOWER, UPPER);
    ArchiveFile archive =
        new ArchiveFile()
            .file("c.json", config)
            .file("1.tar", LOWER)
            .file("2.tar", UPPER)
            .file("manifest.json", manifestJson("c.json", "[\"a:1\"]", "1.tar", "2.tar"));
    assertThat(load(archive)).hasSize(1);
    byte[] saved = save("a:1");
    close();
    Path other = Files.createDirectory(root.resolve("other"));
    store = ImageStore.open(other);
    assertThat(load(new ByteArrayInputStream(saved), "").getFirst().names()).containsExactly("a:1");
    assertThat(save("a:1")).isEqualTo(saved);
    assertThatThrownBy(() ->
            new SaveImages(store())
                .save(List.of("a:1"), Platform.parse("linux/s390x"), OutputStreams.thatFails()))
        .hasMessageContaining("does not match the specified platform");
  }

  private byte[] save(String name) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new SaveImages(store()).save(List.of(name), null, out);
    return out.toByteArray();
  }

  /** Nothing may be written before everything has been found. */
  private static final class OutputStreams {
    static java.io.OutputStream thatFails() {
      return new java.io.OutputStream() {
        @Override
        public void write(int b) {
          throw new AssertionError("written to");
        }
      };
    }
  }

  @Test
  void damageInTheStoreIsNotHandedOn() throws IOException {
    byte[] config = config(LOWER);
    ArchiveFile archive =
        new ArchiveFile()
            .file("c.json", config)
            .file("1.tar", LOWER)
            .file("manifest.json", manifestJson("c.json", "[\"a:1\"]", "1.tar"));
    assertThat(load(archive)).hasSize(1);
    Files.writeString(store().layers().diff(Digest.of(LOWER)).resolve("d/f"), "LOWER");
    assertThatThrownBy(() -> save("a:1")).hasMessageContaining("is damaged in the store");
  }
}
