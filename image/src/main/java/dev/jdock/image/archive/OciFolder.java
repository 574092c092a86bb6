package dev.jdock.image.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.content.SmallFile;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.oci.Json;
import dev.jdock.image.oci.MediaTypes;
import dev.jdock.image.reference.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A folder of the user's that is an OCI image layout, to read and to add to. What was added goes
 * again unless it is named in the index in the end.
 */
public final class OciFolder implements AutoCloseable {
  private static final String LAYOUT = "{\"imageLayoutVersion\":\"1.0.0\"}";

  /** Of documents that are read as a whole, in bytes. */
  private static final int MOST = 16 << 20;

  private final Path folder;
  private final List<Path> added = new ArrayList<>();
  private boolean kept;

  private OciFolder(Path folder) {
    this.folder = folder;
  }

  /** One that is there, to be read. */
  public static OciFolder open(Path folder) {
    return new OciFolder(folder);
  }

  /** Makes what a layout has at least. */
  public static OciFolder create(Path folder) throws IOException {
    OciFolder result = new OciFolder(folder);
    result.makeDirectory(folder.resolve("blobs"));
    result.makeDirectory(folder.resolve(Names.BLOBS));
    Path layout = folder.resolve(Names.LAYOUT);
    if (!Files.exists(layout, LinkOption.NOFOLLOW_LINKS)) {
      result.added.add(layout);
      result.replace(layout, LAYOUT.getBytes(StandardCharsets.US_ASCII));
    }
    return result;
  }

  private void makeDirectory(Path directory) throws IOException {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectory(directory);
      added.add(directory);
    }
  }

  /** Content that can be read once. */
  @FunctionalInterface
  public interface Content {
    InputStream open() throws IOException;
  }

  /** Whether it has a blob of that digest and size. */
  public boolean has(Descriptor blob) {
    try {
      Path file = file(blob.digest());
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          && Files.size(file) == blob.size();
    } catch (IOException e) {
      return false;
    }
  }

  private Path file(Digest digest) {
    return folder.resolve(Names.blob(digest));
  }

  /** Adds a blob, unless it is there. */
  public void put(Descriptor blob, Content content) throws IOException {
    if (has(blob)) {
      return;
    }
    Path file = file(blob.digest());
    Path draft = Files.createTempFile(folder.resolve(Names.BLOBS), ".tmp-", "");
    try {
      try (InputStream in = content.open();
          OutputStream out = Files.newOutputStream(draft)) {
        copy(in, out);
      }
      publish(draft, file);
      added.add(file);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static void publish(Path draft, Path file) throws IOException {
    Files.setAttribute(draft, "unix:mode", 0644);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void copy(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[128 * 1024];
    for (int count; (count = in.read(buffer)) >= 0; ) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException();
      }
      out.write(buffer, 0, count);
    }
  }

  /** A blob to be read once; what is read is not checked against its digest. */
  public InputStream open(Descriptor blob) throws IOException {
    return Files.newInputStream(
        file(blob.digest()), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * A whole document.
   *
   * @throws JdockException INVALID where it is not what its digest says
   */
  public byte[] document(Digest digest) throws IOException {
    Path file = file(digest);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw JdockException.notFound("content " + digest + ": not found");
    }
    if (Files.size(file) > MOST) {
      throw JdockException.invalid("content " + digest + " is too large");
    }
    byte[] bytes = Files.readAllBytes(file);
    MessageDigest sha256 = Digest.sha256();
    sha256.update(bytes);
    if (!Digest.of(sha256).equals(digest)) {
      throw JdockException.invalid("content " + digest + " is damaged");
    }
    return bytes;
  }

  /** What the index has by that tag, or by that whole name. */
  public Optional<Descriptor> find(String tag) throws IOException {
    for (JsonNode entry : index().path("manifests")) {
      JsonNode annotations = entry.path("annotations");
      if (annotations.path(Names.REF_NAME).asText().equals(tag)
          || annotations.path(Names.IMAGE_NAME).asText().equals(tag)) {
        return Optional.of(Descriptor.read(entry));
      }
    }
    return Optional.empty();
  }

  private ObjectNode index() throws IOException {
    Path file = folder.resolve(Names.INDEX);
    return Files.exists(file)
        ? Json.read(SmallFile.read(file), Names.INDEX)
        : Json.object().put("schemaVersion", 2).put("mediaType", MediaTypes.OCI_INDEX);
  }

  /**
   * Names what was added, which is kept from then on, in place of what had those names.
   *
   * @param entries as an index has them
   */
  public void keep(List<ObjectNode> entries) throws IOException {
    ObjectNode index = index();
    ArrayNode old = index.withArrayProperty("manifests");
    ArrayNode next = Json.array();
    for (JsonNode each : old) {
      if (entries.stream().noneMatch(entry -> replaces(entry, each))) {
        next.add(each);
      }
    }
    entries.forEach(next::add);
    index.set("manifests", next);
    replace(folder.resolve(Names.INDEX), Json.bytes(index));
    kept = true;
  }

  private static boolean replaces(JsonNode entry, JsonNode old) {
    String name = name(entry);
    return name.isEmpty()
        ? name(old).isEmpty() && old.path("digest").equals(entry.path("digest"))
        : name(old).equals(name);
  }

  private static String name(JsonNode entry) {
    JsonNode annotations = entry.path("annotations");
    String whole = annotations.path(Names.IMAGE_NAME).asText("");
    return whole.isEmpty() ? annotations.path(Names.REF_NAME).asText("") : whole;
  }

  private void replace(Path file, byte[] content) throws IOException {
    Path draft = Files.createTempFile(folder, ".tmp-", "");
    try {
      Files.write(draft, content);
      publish(draft, file);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  @Override
  public void close() throws IOException {
    if (!kept) {
      for (Path each : added.reversed()) {
        Files.deleteIfExists(each);
      }
    }
  }
}
