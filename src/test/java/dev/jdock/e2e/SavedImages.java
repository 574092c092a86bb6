package dev.jdock.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/** An archive that {@code save} made, as lines that are the same whoever built the images. */
final class SavedImages implements AutoCloseable {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private final TarFile archive;
  private final Map<String, TarArchiveEntry> members = new HashMap<>();
  private final Map<String, JsonNode> manifests = new HashMap<>();
  private final Map<String, List<String>> listings = new HashMap<>();
  private final Set<String> bases;
  private final Instant started;

  private SavedImages(TarFile archive, Set<String> bases, Instant started) throws IOException {
    this.archive = archive;
    this.bases = bases;
    this.started = started;
    archive.getEntries().forEach(entry -> members.put(entry.getName(), entry));
    for (JsonNode manifest : document("manifest.json")) {
      manifest.path("RepoTags").forEach(tag -> manifests.put(tag.asText(), manifest));
    }
  }

  /**
   * Opens an archive.
   *
   * @param bases digests of the layers of the images that cases start from, which are left out
   * @param started times after this are said to be now
   */
  static SavedImages open(Path file, Set<String> bases, Instant started) throws IOException {
    return new SavedImages(new TarFile(file), bases, started);
  }

  @Override
  public void close() throws IOException {
    archive.close();
  }

  /** The sections of an image, none if the archive has no image of that name. */
  Map<String, List<String>> sections(String tag) throws IOException {
    Map<String, List<String>> sections = new LinkedHashMap<>();
    JsonNode manifest = manifests.get(tag + ":latest");
    if (manifest == null) {
      return sections;
    }
    JsonNode document = document(manifest.path("Config").asText());
    boolean based = bases.contains(document.path("rootfs").path("diff_ids").path(0).asText());
    sections.put("config", config(document));
    sections.put("history", history(document, based));
    sections.put("layers", layers(manifest, based));
    return sections;
  }

  private JsonNode document(String name) throws IOException {
    try (InputStream content = member(name)) {
      return JSON.readTree(content);
    }
  }

  private InputStream member(String name) throws IOException {
    TarArchiveEntry entry =
        Optional.ofNullable(members.get(name))
            .orElseThrow(() -> new IllegalStateException("the archive lacks " + name));
    return archive.getInputStream(entry);
  }

  private List<String> config(JsonNode document) throws JsonProcessingException {
    List<String> lines = new ArrayList<>();
    for (String name : List.of("architecture", "variant", "os", "author", "created")) {
      JsonNode value = document.path(name);
      if (value.isTextual()) {
        lines.add(name + " " + (name.equals("created") ? time(value) : value.asText()));
      }
    }
    // Sorted by name; what is empty says the same as what is not there.
    Map<String, JsonNode> sorted = new TreeMap<>();
    document
        .path("config")
        .properties()
        .forEach(field -> sorted.put(field.getKey(), field.getValue()));
    for (Map.Entry<String, JsonNode> field : sorted.entrySet()) {
      JsonNode value = field.getValue();
      boolean empty =
          value.isContainerNode() ? value.isEmpty() : value.asText("").isEmpty() || value.isNull();
      if (!empty) {
        lines.add(field.getKey() + " " + text(value));
      }
    }
    return lines;
  }

  private static String text(JsonNode value) throws JsonProcessingException {
    return JSON.writeValueAsString(JSON.treeToValue(value, Object.class));
  }

  private String time(JsonNode value) {
    if (value.asText("").isEmpty()) {
      return "never";
    }
    return LayerListing.time(Instant.parse(value.asText()), started);
  }

  private List<String> history(JsonNode document, boolean based) throws JsonProcessingException {
    List<String> lines = new ArrayList<>();
    for (JsonNode entry : document.path("history")) {
      String line =
          (entry.path("empty_layer").asBoolean() ? "- " : "+ ")
              + time(entry.path("created"))
              + " "
              + text(entry.path("created_by"))
              + (entry.has("author") ? " by " + entry.path("author").asText() : "")
              + (entry.has("comment") ? " " + entry.path("comment").asText() : "");
      lines.add(line);
    }
    return based ? lines.subList(1, lines.size()) : lines;
  }

  private List<String> layers(JsonNode manifest, boolean based) throws IOException {
    List<String> lines = new ArrayList<>();
    List<String> names = new ArrayList<>();
    manifest.path("Layers").forEach(layer -> names.add(layer.asText()));
    for (String name : based ? names.subList(1, names.size()) : names) {
      lines.add("layer " + (lines.stream().filter(line -> line.startsWith("layer ")).count() + 1));
      List<String> listing = listings.get(name);
      if (listing == null) {
        try (InputStream content = member(name)) {
          listing = LayerListing.of(content, started);
        }
        listings.put(name, listing);
      }
      lines.addAll(listing.stream().map(line -> "  " + line).collect(Collectors.toList()));
    }
    return lines;
  }
}
