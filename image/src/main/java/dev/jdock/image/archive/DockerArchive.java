package dev.jdock.image.archive;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.ImageDocument;
import dev.jdock.image.oci.Json;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.reference.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Images as {@code manifest.json} lists them: {@code docker save} since version 1.10. */
final class DockerArchive {
  private static final Pattern NAMED_BY_DIGEST = Pattern.compile("(?:.*/)?([0-9a-f]{64})\\.json");

  private DockerArchive() {}

  static List<ArchivedImage> images(ArchiveContents contents) {
    JsonNode manifest = Json.tree(contents.document(Names.MANIFEST), Names.MANIFEST);
    if (!manifest.isArray()) {
      throw JdockException.invalid("invalid " + Names.MANIFEST);
    }
    List<ArchivedImage> images = new ArrayList<>();
    for (JsonNode entry : manifest) {
      images.add(image(contents, entry));
    }
    return images;
  }

  private static ArchivedImage image(ArchiveContents contents, JsonNode entry) {
    String path = ArchiveContents.clean(entry.path("Config").asText());
    byte[] config = contents.document(path);
    check(path, config);
    ImageDocument document = ImageDocument.read(config);
    List<String> layers = new ArrayList<>();
    entry.path("Layers").forEach(layer -> layers.add(layer.asText()));
    List<Reference> names = new ArrayList<>();
    entry.path("RepoTags").forEach(tag -> names.add(tag(tag.asText())));
    return new ArchivedImage(config, document, layers, names);
  }

  private static void check(String path, byte[] config) {
    Matcher name = NAMED_BY_DIGEST.matcher(path);
    if (name.matches() && !name.group(1).equals(Digest.of(config).hex())) {
      throw JdockException.invalid("invalid archive: " + path + " has digest " + Digest.of(config));
    }
  }

  private static Reference tag(String text) {
    Reference name = Reference.parse(text);
    if (name.digest() != null || !text.endsWith(":" + name.tag())) {
      throw JdockException.invalid("invalid tag \"" + text + "\"");
    }
    return name;
  }
}
