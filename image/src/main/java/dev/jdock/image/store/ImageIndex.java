package dev.jdock.image.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.content.DurableFiles;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.error.OneLine;
import dev.jdock.image.oci.Json;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.reference.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What {@code images.json} holds: the images by id, and the names in full ({@code
 * docker.io/library/debian:bookworm}, {@code docker.io/library/debian@sha256:…}) with the ids they
 * stand for. Changed by writing a new one.
 */
record ImageIndex(SortedMap<Digest, Entry> images, SortedMap<String, Digest> names) {
  private static final int VERSION = 1;

  /**
   * An image's entry.
   *
   * @param lastTagged null when it never was
   */
  record Entry(Digest manifest, @Nullable Digest parent, @Nullable Instant lastTagged) {}

  ImageIndex {
    images = new TreeMap<>(images);
    names = new TreeMap<>(names);
  }

  /**
   * @param damaged receives each entry that is invalid and left out
   * @throws JdockException INVALID for a file of a newer jdock
   */
  static ImageIndex read(Path file, Consumer<String> damaged) throws IOException {
    SortedMap<Digest, Entry> images = new TreeMap<>();
    SortedMap<String, Digest> names = new TreeMap<>();
    if (Files.exists(file)) {
      ObjectNode root = root(file, damaged);
      int version = root.path("version").asInt();
      if (version != VERSION) {
        throw JdockException.invalid(file + " has version " + version + ", made by a newer jdock");
      }
      for (Map.Entry<String, JsonNode> image : root.path("images").properties()) {
        try {
          images.put(Digest.parse(image.getKey()), entry(image.getValue()));
        } catch (JdockException | DateTimeException e) {
          damaged.accept(OneLine.of("image " + image.getKey() + " is left out: " + e.getMessage()));
        }
      }
      for (Map.Entry<String, JsonNode> name : root.path("names").properties()) {
        try {
          Reference reference = Reference.parse(name.getKey());
          names.put(reference.toString(), Digest.parse(name.getValue().asText()));
        } catch (JdockException e) {
          damaged.accept(OneLine.of("name " + name.getKey() + " is left out: " + e.getMessage()));
        }
      }
    }
    return new ImageIndex(images, names);
  }

  private static ObjectNode root(Path file, Consumer<String> damaged) throws IOException {
    try {
      return Json.read(Files.readAllBytes(file), file.toString());
    } catch (JdockException e) {
      damaged.accept("all images are left out: " + e.getMessage());
      return Json.object().put("version", VERSION);
    }
  }

  private static Entry entry(JsonNode node) {
    return new Entry(
        Digest.parse(node.path("manifest").asText()),
        node.has("parent") ? Digest.parse(node.path("parent").asText()) : null,
        node.has("lastTagged") ? Instant.parse(node.path("lastTagged").asText()) : null);
  }

  void write(Path file) throws IOException {
    ObjectNode root = Json.object().put("version", VERSION);
    ObjectNode entries = root.putObject("images");
    images.forEach((id, entry) -> {
      ObjectNode node = entries.putObject(id.toString());
      node.put("manifest", entry.manifest().toString());
      if (entry.parent() != null) {
        node.put("parent", entry.parent().toString());
      }
      if (entry.lastTagged() != null) {
        node.put("lastTagged", entry.lastTagged().toString());
      }
    });
    ObjectNode all = root.putObject("names");
    names.forEach((name, id) -> all.put(name, id.toString()));
    DurableFiles.replace(file, Json.bytes(root));
  }

  /** Names in full, with tags and with digests, sorted. */
  List<String> namesOf(Digest id) {
    List<String> found = new ArrayList<>();
    names.forEach((name, image) -> {
      if (image.equals(id)) {
        found.add(name);
      }
    });
    return found;
  }

  /** Images whose parent is {@code id}. */
  List<Digest> childrenOf(Digest id) {
    List<Digest> found = new ArrayList<>();
    images.forEach((image, entry) -> {
      if (id.equals(entry.parent())) {
        found.add(image);
      }
    });
    return found;
  }

  ImageIndex withImage(Digest id, Entry entry) {
    ImageIndex next = new ImageIndex(images, names);
    next.images.put(id, entry);
    return next;
  }

  ImageIndex withoutImage(Digest id) {
    ImageIndex next = new ImageIndex(images, names);
    next.images.remove(id);
    next.names.values().removeIf(id::equals);
    return next;
  }

  ImageIndex withName(String name, Digest id, Instant now) {
    ImageIndex next = new ImageIndex(images, names);
    next.names.put(name, id);
    next.images.computeIfPresent(
        id, (key, entry) -> new Entry(entry.manifest(), entry.parent(), now));
    return next;
  }

  ImageIndex withoutName(String name) {
    ImageIndex next = new ImageIndex(images, names);
    next.names.remove(name);
    return next;
  }
}
