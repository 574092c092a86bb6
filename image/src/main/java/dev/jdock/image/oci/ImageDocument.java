package dev.jdock.image.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Digest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image's configuration document (OCI image-spec, config.md; Docker image-spec v1.2). Its
 * digest, taken of the bytes it was read from, is the image's id.
 *
 * @param diffIds lowest first
 * @param history oldest first
 */
public record ImageDocument(
    @Nullable Instant created,
    String author,
    String architecture,
    String os,
    @Nullable String variant,
    String comment,
    ImageConfig config,
    List<Digest> diffIds,
    List<Entry> history) {

  /** As many layers as Docker takes. */
  private static final int MOST_LAYERS = 125;

  /** A line of history. */
  public record Entry(
      @Nullable Instant created,
      String createdBy,
      String author,
      String comment,
      boolean emptyLayer) {}

  public ImageDocument {
    diffIds = List.copyOf(diffIds);
    history = List.copyOf(history);
  }

  public static ImageDocument read(byte[] bytes) {
    ObjectNode node = Json.read(bytes, "image configuration");
    List<Digest> diffIds = new ArrayList<>();
    for (String diffId : Json.strings(node.path("rootfs"), "diff_ids")) {
      diffIds.add(Digest.parse(diffId));
    }
    List<Entry> history = new ArrayList<>();
    for (JsonNode entry : node.path("history")) {
      history.add(
          new Entry(
              instant(entry),
              Json.text(entry, "created_by"),
              Json.text(entry, "author"),
              Json.text(entry, "comment"),
              entry.path("empty_layer").asBoolean()));
    }
    return new ImageDocument(
        instant(node),
        Json.text(node, "author"),
        Json.text(node, "architecture"),
        Json.text(node, "os"),
        Json.textOrNull(node, "variant"),
        Json.text(node, "comment"),
        ImageConfigJson.read(node.path("config")),
        diffIds,
        history);
  }

  /**
   * To be called before an image is created.
   *
   * @throws JdockException INVALID when it has more layers than any image may
   */
  public void checkDepth() {
    if (diffIds.size() > MOST_LAYERS) {
      throw JdockException.invalid("max depth exceeded");
    }
  }

  private static @Nullable Instant instant(JsonNode node) {
    String text = Json.text(node, "created");
    try {
      return text.isEmpty() ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new JdockException(
          JdockException.Kind.INVALID, "invalid image configuration: created " + text, e);
    }
  }

  /** The same document gives the same bytes. */
  public byte[] write() {
    ObjectNode node = Json.object();
    if (created != null) {
      node.put("created", created.toString());
    }
    Json.putText(node, "author", author);
    node.put("architecture", architecture);
    Json.putText(node, "variant", variant);
    node.put("os", os);
    Json.putText(node, "comment", comment);
    node.set("config", ImageConfigJson.write(config));
    ObjectNode rootfs = node.putObject("rootfs").put("type", "layers");
    rootfs.set("diff_ids", Json.array(diffIds.stream().map(Digest::toString).toList()));
    ArrayNode entries = node.putArray("history");
    for (Entry entry : history) {
      ObjectNode line = entries.addObject();
      if (entry.created() != null) {
        line.put("created", entry.created().toString());
      }
      Json.putText(line, "created_by", entry.createdBy());
      Json.putText(line, "author", entry.author());
      Json.putText(line, "comment", entry.comment());
      if (entry.emptyLayer()) {
        line.put("empty_layer", true);
      }
    }
    return Json.bytes(node);
  }
}
