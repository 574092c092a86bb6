package dev.jdock.image.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.ImageDocument;
import dev.jdock.image.oci.Json;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.reference.Reference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Images as {@code docker save} wrote them before version 1.10 (Docker image-spec v1): a folder for
 * each layer, whose {@code json} names its parent, and {@code repositories}. They get the ids that
 * Docker 1.10 to 24 gave them, if Docker 1.8.3 or a later one had made them.
 */
final class LegacyArchive {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");
  private static final List<String> DROPPED =
      List.of("id", "parent", "parent_id", "layer_id", "throwaway", "Size");

  private final ArchiveContents contents;
  private final Map<String, List<Reference>> names = new LinkedHashMap<>();

  private LegacyArchive(ArchiveContents contents) {
    this.contents = contents;
  }

  static List<ArchivedImage> images(ArchiveContents contents) {
    LegacyArchive archive = new LegacyArchive(contents);
    Json.read(contents.document(Names.REPOSITORIES), Names.REPOSITORIES)
        .properties()
        .forEach(repository ->
            repository
                .getValue()
                .properties()
                .forEach(tag ->
                    archive.add(repository.getKey(), tag.getKey(), tag.getValue().asText())));
    return archive.names.keySet().stream().map(archive::image).toList();
  }

  private void add(String repository, String tag, String id) {
    Reference name = Reference.parse(repository + ":" + tag);
    names.computeIfAbsent(id, _ -> new ArrayList<>()).add(name);
  }

  private ArchivedImage image(String id) {
    List<String> paths = new ArrayList<>();
    ArrayNode diffIds = Json.array();
    ArrayNode history = Json.array();
    List<String> chain = chain(id);
    for (String each : chain.reversed()) {
      String path = each + "/layer.tar";
      Digest diffId = contents.layer(path);
      paths.add(path);
      diffIds.add(diffId.toString());
      history.add(history(description(each)));
    }
    Map<String, JsonNode> sorted = new TreeMap<>();
    description(id).properties().forEach(field -> sorted.put(field.getKey(), field.getValue()));
    DROPPED.forEach(sorted::remove);
    ObjectNode rootfs = Json.object().put("type", "layers");
    rootfs.set("diff_ids", diffIds);
    sorted.put("rootfs", rootfs);
    sorted.put("history", history);
    ObjectNode document = Json.object();
    document.setAll(sorted);
    byte[] config = asGoWrites(document);
    return new ArchivedImage(
        config, ImageDocument.read(config), paths, Objects.requireNonNull(names.get(id)));
  }

  /** The image and its ancestors. */
  private List<String> chain(String id) {
    List<String> chain = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String next = id; !next.isEmpty(); next = description(next).path("parent").asText("")) {
      if (!ID.matcher(next).matches()) {
        throw JdockException.invalid("image ID '" + next + "' is invalid");
      }
      if (!seen.add(next)) {
        throw JdockException.invalid("invalid archive: image " + next + " is its own ancestor");
      }
      chain.add(next);
    }
    return chain;
  }

  private ObjectNode description(String id) {
    return Json.read(contents.document(id + "/json"), "image configuration");
  }

  private static ObjectNode history(ObjectNode description) {
    ObjectNode entry = Json.object();
    entry.set("created", description.path("created"));
    List<String> command = new ArrayList<>();
    description.path("container_config").path("Cmd").forEach(word -> command.add(word.asText()));
    put(entry, "author", description.path("author").asText(""));
    put(entry, "created_by", String.join(" ", command));
    put(entry, "comment", description.path("comment").asText(""));
    return entry;
  }

  private static void put(ObjectNode entry, String name, String value) {
    if (!value.isEmpty()) {
      entry.put(name, value);
    }
  }

  /** Its encoder leaves nothing in that HTML could take for markup. */
  private static byte[] asGoWrites(ObjectNode document) {
    return new String(Json.bytes(document), StandardCharsets.UTF_8)
        .replace("&", "\\u0026")
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .getBytes(StandardCharsets.UTF_8);
  }
}
