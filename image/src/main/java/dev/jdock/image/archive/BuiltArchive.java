package dev.jdock.image.archive;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.layer.TarEntry;
import dev.jdock.image.layer.TarWriter;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.oci.Json;
import dev.jdock.image.oci.Manifest;
import dev.jdock.image.oci.MediaTypes;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.reference.Reference;
import dev.jdock.linux.file.FileType;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes an OCI image layout with one image as an archive, as builders do: blobs as they come, and
 * last the documents that name them. The same image gives the same bytes.
 */
public final class BuiltArchive {
  private static final String LAYOUT = "{\"imageLayoutVersion\":\"1.0.0\"}";

  private final OutputStream out;
  private final TarWriter tar;
  private final Set<Digest> written = new HashSet<>();

  public BuiltArchive(OutputStream out) throws IOException {
    this.out = out;
    this.tar = new TarWriter(out);
    tar.header(entry("blobs/", FileType.DIRECTORY, 0));
    tar.header(entry(Names.BLOBS, FileType.DIRECTORY, 0));
  }

  /** Adds a blob, once. */
  public void blob(Descriptor blob, InputStream content) throws IOException {
    if (!written.add(blob.digest())) {
      return;
    }
    tar.header(entry(Names.blob(blob.digest()), FileType.REGULAR, blob.size()));
    byte[] buffer = new byte[128 * 1024];
    for (int count; (count = content.read(buffer)) >= 0; ) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException();
      }
      out.write(buffer, 0, count);
    }
    tar.pad(blob.size());
  }

  /**
   * Adds the documents that name the image, and ends the archive.
   *
   * @param docker whether the documents of Docker's older archives come with them
   * @param entries of the index
   */
  public void finish(
      Manifest manifest, boolean docker, List<Reference> names, List<ObjectNode> entries)
      throws IOException {
    ObjectNode index = Json.object().put("schemaVersion", 2).put("mediaType", MediaTypes.OCI_INDEX);
    ArrayNode manifests = index.putArray("manifests");
    entries.forEach(manifests::add);
    document(Names.INDEX, Json.bytes(index));
    if (docker) {
      document(Names.MANIFEST, dockerManifest(manifest, names));
    }
    document(Names.LAYOUT, LAYOUT.getBytes(StandardCharsets.US_ASCII));
    tar.finish();
    out.flush();
  }

  /**
   * What an index says of an image, once for each of its names.
   *
   * @param annotations besides the name
   */
  public static List<ObjectNode> entries(
      Descriptor manifest, List<Reference> names, SortedMap<String, String> annotations) {
    List<ObjectNode> entries = new ArrayList<>();
    if (names.isEmpty()) {
      entries.add(entry(manifest, annotations));
    }
    for (Reference name : names) {
      SortedMap<String, String> all = new TreeMap<>(annotations);
      all.putAll(
          Map.of(Names.IMAGE_NAME, name.toString(), Names.REF_NAME, String.valueOf(name.tag())));
      entries.add(entry(manifest, all));
    }
    return entries;
  }

  /** An entry of an index that has a tag alone, as those of caches. */
  public static ObjectNode tagged(Descriptor manifest, String tag) {
    return entry(manifest, new TreeMap<>(Map.of(Names.REF_NAME, tag)));
  }

  private static ObjectNode entry(Descriptor manifest, SortedMap<String, String> annotations) {
    ObjectNode entry = manifest.write();
    if (!annotations.isEmpty()) {
      annotations.forEach(entry.putObject("annotations")::put);
    }
    return entry;
  }

  private static byte[] dockerManifest(Manifest manifest, List<Reference> names) {
    ArrayNode result = Json.array();
    ObjectNode entry = result.addObject();
    entry.put("Config", Names.blob(manifest.config().digest()));
    List<String> tags = names.stream().map(Reference::familiar).toList();
    entry.set("RepoTags", tags.isEmpty() ? entry.nullNode() : Json.array(tags));
    entry.set(
        "Layers", Json.array(manifest.layers().stream().map(l -> Names.blob(l.digest())).toList()));
    return Json.bytes(result);
  }

  private void document(String path, byte[] content) throws IOException {
    tar.header(entry(path, FileType.REGULAR, content.length));
    out.write(content);
    tar.pad(content.length);
  }

  private static TarEntry entry(String path, FileType type, long size) {
    int mode = type == FileType.DIRECTORY ? 0755 : 0644;
    return new TarEntry(path, type, false, mode, 0, 0, size, 0, 0, "", 0, 0, new TreeMap<>());
  }
}
