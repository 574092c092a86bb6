package dev.jdock.image.store;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.ImageConfigJson;
import dev.jdock.image.oci.Json;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Images in the words of the Docker Engine API, version 1.50. */
final class ImageJson {
  private static final String GO_ZERO_TIME = "0001-01-01T00:00:00Z";

  private ImageJson() {}

  /**
   * @param lowerDirs unpacked layers, uppermost first
   */
  static ObjectNode inspect(Image image, List<Path> lowerDirs, @Nullable Instant lastTagged) {
    ObjectNode node = Json.object().put("Id", image.id());
    node.set("RepoTags", Json.array(image.names()));
    node.set("RepoDigests", Json.array(image.digests()));
    node.put("Parent", image.parent() == null ? "" : image.parent());
    node.put("Comment", image.comment());
    node.put("Created", image.created().toString());
    node.put("DockerVersion", "");
    node.put("Author", image.author());
    node.set("Config", ImageConfigJson.write(image.config()));
    node.put("Architecture", image.architecture());
    if (image.variant() != null) {
      node.put("Variant", image.variant());
    }
    node.put("Os", image.os());
    node.put("Size", image.size());
    node.set("GraphDriver", graphDriver(lowerDirs));
    ObjectNode rootfs = node.putObject("RootFS").put("Type", "layers");
    if (!image.diffIds().isEmpty()) {
      rootfs.set("Layers", Json.array(image.diffIds()));
    }
    node.putObject("Metadata")
        .put("LastTagTime", lastTagged == null ? GO_ZERO_TIME : lastTagged.toString());
    return node;
  }

  private static ObjectNode graphDriver(List<Path> lowerDirs) {
    ObjectNode driver = Json.object();
    if (lowerDirs.isEmpty()) {
      driver.putNull("Data");
    } else {
      ObjectNode data = driver.putObject("Data");
      if (lowerDirs.size() > 1) {
        data.put(
            "LowerDir",
            lowerDirs.stream().skip(1).map(Path::toString).collect(Collectors.joining(":")));
      }
      data.put("UpperDir", lowerDirs.getFirst().toString());
    }
    return driver.put("Name", "overlay2");
  }

  /**
   * @param line the image, its parent, the parent's parent …
   * @param sizes of the layers, lowest first
   */
  static ArrayNode history(List<Image> line, List<Long> sizes) {
    Image image = line.getFirst();
    if (image.history().stream().filter(entry -> !entry.emptyLayer()).count() > sizes.size()) {
      throw JdockException.invalid("too many non-empty layers in History section");
    }
    // A parent's own line is the last that it has in common with the image.
    Map<Integer, Image> ends = new HashMap<>();
    line.forEach(member -> ends.putIfAbsent(member.history().size() - 1, member));
    ArrayNode lines = Json.array();
    int layer = 0;
    for (int i = 0; i < image.history().size(); i++) {
      Image.History entry = image.history().get(i);
      Image owner = ends.get(i);
      Instant created = entry.created();
      ObjectNode node =
          Json.object()
              .put("Comment", entry.comment())
              .put("Created", created == null ? 0 : created.getEpochSecond())
              .put("CreatedBy", entry.createdBy())
              .put("Id", owner == null ? "<missing>" : owner.id())
              .put("Size", entry.emptyLayer() ? 0 : sizes.get(layer));
      if (owner == null || owner.names().isEmpty()) {
        node.putNull("Tags");
      } else {
        node.set("Tags", Json.array(owner.names()));
      }
      layer += entry.emptyLayer() ? 0 : 1;
      lines.insert(0, node);
    }
    return lines;
  }
}
