package dev.jdock.image.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.content.SmallFile;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.Json;
import dev.jdock.image.reference.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/** One image of a folder in OCI's layout (image-layout.md), as an archive that can be loaded. */
public final class LayoutArchive {
  private static final int BLOCK = 512;
  private static final int MOST_BLOBS = 10_000;

  /** Larger ones are no documents. */
  private static final long LARGEST_DOCUMENT = 8L << 20;

  private final Path directory;
  private final Map<String, Path> members = new LinkedHashMap<>();

  private LayoutArchive(Path directory) {
    this.directory = directory;
  }

  /**
   * The archive, whose members are read as it is.
   *
   * @param tag of the image in the folder's index
   * @param digest of the image, in place of the tag; empty for none
   * @throws JdockException NOT_FOUND when the folder does not have that image, INVALID when it is
   *     no layout
   */
  public static InputStream of(Path directory, String tag, String digest) throws IOException {
    var archive = new LayoutArchive(directory);
    ObjectNode chosen = archive.descriptor(tag, digest);
    archive.collect(chosen);
    ObjectNode index = Json.object().put("schemaVersion", 2);
    index.putArray("manifests").add(chosen);
    return archive.stream(Json.bytes(index));
  }

  private ObjectNode descriptor(String tag, String digest) throws IOException {
    byte[] bytes = SmallFile.read(directory.resolve(Names.INDEX));
    for (JsonNode entry : Json.read(bytes, Names.INDEX).path("manifests")) {
      boolean wanted =
          digest.isEmpty()
              ? entry.path("annotations").path(Names.REF_NAME).asText("").equals(tag)
              : entry.path("digest").asText("").equals(digest);
      if (wanted && entry instanceof ObjectNode object) {
        return object.deepCopy().without("annotations");
      }
    }
    if (!digest.isEmpty()) {
      Digest given = Digest.parse(digest);
      Path blob = directory.resolve(Names.blob(given));
      if (Files.isRegularFile(blob)) {
        return Json.object().put("digest", digest).put("size", Files.size(blob));
      }
    }
    throw JdockException.notFound(
        "oci-layout reference \""
            + (digest.isEmpty() ? ":" + tag : "@" + digest)
            + "\" could not be resolved");
  }

  /** All blobs that are reached from a descriptor, and are there. */
  private void collect(JsonNode first) throws IOException {
    Deque<JsonNode> open = new ArrayDeque<>();
    open.add(first);
    while (!open.isEmpty()) {
      JsonNode descriptor = open.remove();
      Digest digest = Digest.parse(descriptor.path("digest").asText(""));
      Path blob = directory.resolve(Names.blob(digest));
      if (!Files.isRegularFile(blob) || members.putIfAbsent(Names.blob(digest), blob) != null) {
        continue;
      }
      if (members.size() > MOST_BLOBS) {
        throw JdockException.invalid("the layout has more than " + MOST_BLOBS + " blobs");
      }
      if (Files.size(blob) <= LARGEST_DOCUMENT && isDocument(descriptor)) {
        JsonNode document = Json.tree(Files.readAllBytes(blob), "manifest");
        document.path("manifests").forEach(open::add);
        if (document.has("config")) {
          open.add(document.path("config"));
        }
        document.path("layers").forEach(open::add);
      }
    }
  }

  /** What says nothing of itself is what the caller has named. */
  private static boolean isDocument(JsonNode descriptor) {
    String type = descriptor.path("mediaType").asText("");
    return type.isEmpty()
        || type.contains("manifest")
        || type.contains("image.index")
        || type.contains("list");
  }

  private InputStream stream(byte[] index) throws IOException {
    var parts = new ArrayList<InputStream>();
    parts.add(header(Names.INDEX, index.length));
    parts.add(new ByteArrayInputStream(index));
    parts.add(padding(index.length));
    for (Map.Entry<String, Path> member : members.entrySet()) {
      long size = Files.size(member.getValue());
      parts.add(header(member.getKey(), size));
      parts.add(new LateFile(member.getValue(), size));
      parts.add(padding(size));
    }
    parts.add(new ByteArrayInputStream(new byte[2 * BLOCK]));
    return new SequenceInputStream(Collections.enumeration(parts));
  }

  private static InputStream header(String name, long size) {
    var entry = new TarArchiveEntry(name);
    entry.setSize(size);
    byte[] block = new byte[BLOCK];
    entry.writeEntryHeader(block);
    return new ByteArrayInputStream(block);
  }

  private static InputStream padding(long size) {
    return new ByteArrayInputStream(new byte[(int) (-size & (BLOCK - 1))]);
  }
}
