package dev.jdock.image.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.layer.Archive;
import dev.jdock.image.oci.ImageDocument;
import dev.jdock.image.oci.Index;
import dev.jdock.image.oci.Manifest;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.store.Image;
import dev.jdock.image.store.ImageStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged input of every kind, the same in every run: it is taken or refused by the exceptions that
 * are declared, and nothing of it stays. A failure names the round, which is the seed.
 */
@Timeout(180)
class FuzzIT {
  private static final int ROUNDS = 400;
  private static final byte[] CONFIG =
      """
      {"created":"2026-01-01T00:00:00Z","author":"a","architecture":"amd64","os":"linux",
      "config":{"User":"u","ExposedPorts":{"80/tcp":{}},"Env":["A=b"],"Cmd":["sh"],
      "Labels":{"k":"v"},"StopTimeout":3,"Healthcheck":{"Test":["NONE"],"Interval":5}},
      "rootfs":{"type":"layers","diff_ids":["sha256:%s"]},
      "history":[{"created":"2026-01-01T00:00:00.5+01:00","created_by":"x","empty_layer":false}]}
      """
          .formatted("ab".repeat(32))
          .getBytes(StandardCharsets.UTF_8);
  private static final byte[] MANIFEST =
      """
      {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
      "config":{"mediaType":"application/vnd.oci.image.config.v1+json","size":7,"digest":"sha256:%1$s"},
      "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","size":9,"digest":"sha256:%1$s"}]}
      """
          .formatted("cd".repeat(32))
          .getBytes(StandardCharsets.UTF_8);
  private static final byte[] INDEX =
      """
      {"schemaVersion":2,"manifests":[{"mediaType":"application/vnd.oci.image.manifest.v1+json",
      "size":7,"digest":"sha256:%s","platform":{"os":"linux","architecture":"amd64","variant":"v1"},
      "annotations":{"io.containerd.image.name":"docker.io/library/a:1"}}]}
      """
          .formatted("ef".repeat(32))
          .getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;

  private interface Attempt {
    void run() throws IOException;
  }

  private static boolean succeeds(int round, Attempt attempt) {
    try {
      attempt.run();
      return true;
    } catch (JdockException | IOException refused) {
      assertThat(refused.getMessage()).as("round %d", round).isNotEmpty();
      return false;
    } catch (RuntimeException | Error e) {
      throw new AssertionError("round " + round + ": " + e, e);
    }
  }

  @Test
  void documents() {
    int taken = 0;
    for (int round = 0; round < 8_000; round++) {
      Mutations mutations = new Mutations(round);
      byte[] config = mutations.any(CONFIG);
      byte[] manifest = mutations.any(MANIFEST);
      byte[] index = mutations.any(INDEX);
      taken += succeeds(round, () -> assertThat(ImageDocument.read(config)).isNotNull()) ? 1 : 0;
      taken += succeeds(round, () -> assertThat(Manifest.read(manifest)).isNotNull()) ? 1 : 0;
      taken += succeeds(round, () -> assertThat(Index.read(index)).isNotNull()) ? 1 : 0;
    }
    assertThat(taken).as("not all are refused").isPositive();
  }

  @Test
  void names() {
    byte[] name =
        ("registry.example:5000/a/b_c:tag@sha256:" + "ab".repeat(32))
            .getBytes(StandardCharsets.UTF_8);
    for (int round = 0; round < 8_000; round++) {
      String text = new String(new Mutations(round).any(name), StandardCharsets.ISO_8859_1);
      boolean _ =
          succeeds(
              round,
              () -> {
                Reference reference = Reference.parse(text);
                assertThat(Reference.parse(reference.toString())).isEqualTo(reference);
              });
    }
  }

  @Test
  void layers() throws Exception {
    List<byte[]> sources = new ArrayList<>();
    byte[] plain = layer();
    sources.add(plain);
    sources.add(gzip(plain));
    sources.add(gnu("--format=gnu", "--sparse"));
    sources.add(gnu("--format=posix", "--sparse", "--sparse-version=0.0"));
    sources.add(gnu("--format=posix", "--sparse", "--sparse-version=1.0", "--xattrs"));
    try (ImageStore store = ImageStore.open(folder.resolve("root"))) {
      int taken = 0;
      for (int round = 0; round < ROUNDS; round++) {
        byte[] damaged = new Mutations(round).any(sources.get(round % sources.size()));
        boolean added =
            succeeds(
                round,
                () -> {
                  Digest diffId = store.layers().add(new ByteArrayInputStream(damaged)).diffId();
                  try (InputStream again = store.layers().openTar(diffId)) {
                    assertThat(Digest.of(again.readAllBytes())).isEqualTo(diffId);
                  }
                });
        taken += added ? 1 : 0;
        store.collectLayers();
        assertThat(folder.resolve("root/layers")).as("round %d", round).isEmptyDirectory();
      }
      assertThat(taken).as("not all are refused").isPositive();
    }
  }

  @Test
  void archives() throws IOException {
    byte[] layer = layer();
    byte[] config =
        new String(CONFIG, StandardCharsets.UTF_8)
            .replace("ab".repeat(32), Digest.of(layer).hex())
            .getBytes(StandardCharsets.UTF_8);
    ArchiveFile file =
        new ArchiveFile()
            .file("1/layer.tar", layer)
            .symlink("2/layer.tar", "../1/layer.tar")
            .file("c.json", config)
            .file(
                "manifest.json",
                "[{\"Config\":\"c.json\",\"RepoTags\":[\"a:1\"],\"Layers\":[\"2/layer.tar\"]}]");
    byte[] docker = file.bytes();
    byte[] saved;
    try (ImageStore store = ImageStore.open(folder.resolve("first"))) {
      assertThat(load(store, docker)).hasSize(1);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      new SaveImages(store).save(List.of("a:1"), null, out);
      saved = out.toByteArray();
    }
    List<byte[]> sources = List.of(docker, saved, gzip(saved));
    try (ImageStore store = ImageStore.open(folder.resolve("root"))) {
      int taken = 0;
      for (int round = 0; round < ROUNDS; round++) {
        byte[] damaged = new Mutations(round).any(sources.get(round % sources.size()));
        taken += succeeds(round, () -> assertThat(load(store, damaged)).isNotNull()) ? 1 : 0;
        for (Image image : store.list()) {
          assertThat(store.remove(image.id(), true, true, id -> List.of())).isNotEmpty();
        }
        store.collectLayers();
        assertThat(folder.resolve("root/layers")).as("round %d", round).isEmptyDirectory();
        assertThat(store.blobs().list()).as("round %d", round).isEmpty();
      }
      assertThat(taken).as("not all are refused").isPositive();
    }
  }

  private static List<LoadedImage> load(ImageStore store, byte[] archive) throws IOException {
    return new LoadImages(store)
        .load(new ByteArrayInputStream(archive), null, (path, read, size) -> {});
  }

  private static byte[] layer() {
    return new Archive()
        .directory("d/")
        .file("d/f", "content")
        .file("d/.wh.gone", "")
        .file("d/.wh..wh..opq", "")
        .symlink("s", "d/f")
        .link("h", "d/f")
        .file("d/f", "another")
        .file("x", 04755, Map.of("user.a", new byte[] {1, -1}))
        .file("n".repeat(120), "long")
        .bytes();
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private byte[] gnu(String... options) throws Exception {
    Path source = Files.createDirectories(folder.resolve("source"));
    Files.writeString(source.resolve("n".repeat(130)), "long name");
    try (RandomAccessFile file = new RandomAccessFile(source.resolve("holes").toFile(), "rw")) {
      for (int i = 0; i < 30; i++) {
        file.seek(i * 8192L);
        file.write(i + 1);
      }
    }
    List<String> command = new ArrayList<>(List.of("tar", "-C", source.toString(), "-c"));
    command.addAll(List.of(options));
    command.add(".");
    Process process = new ProcessBuilder(command).start();
    process.getOutputStream().close();
    byte[] bytes = process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).isZero();
    return bytes;
  }
}
