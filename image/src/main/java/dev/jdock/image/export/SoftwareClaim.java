package dev.jdock.image.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.dockerfile.DockerfileException;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.oci.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which software a result has in it, as an image has said that was run for it.
 *
 * @param subjects what it is said of; none for the result
 * @param layers knows from which layer of the image a file is
 */
record SoftwareClaim(
    String filename, List<Statement.Subject> subjects, ObjectNode predicate, Layers layers)
    implements Claim {

  /** Tells which layer of an image a file is from: its number from the lowest, which is 0. */
  interface Layers {
    Optional<Integer> find(String name);
  }

  private static final String SPDX = "https://spdx.dev/Document";
  private static final String COMMENT = "comment";

  /** The document about the result; others are about its stages and its context. */
  private static final String CORE = "sbom";

  /**
   * Reads a statement.
   *
   * @throws DockerfileException in BuildKit's words, of no line
   */
  static SoftwareClaim read(String filename, byte[] content, Layers layers) {
    JsonNode node;
    try {
      node = Json.tree(content, "JSON");
    } catch (JdockException e) {
      throw new DockerfileException(
          e.kind(), "cannot decode in-toto statement: " + filename + ": " + e.getMessage(), "", e);
    }
    String type = node.path("predicateType").asText();
    if (!type.equals(SPDX)) {
      throw new DockerfileException(
          "bundle entry " + type + " does not match required predicate type " + SPDX, "");
    }
    if (!(node.path("predicate") instanceof ObjectNode predicate)) {
      throw new DockerfileException(
          "cannot decode in-toto statement: " + filename + ": no predicate", "");
    }
    List<Statement.Subject> subjects = new ArrayList<>();
    for (JsonNode subject : node.path("subject")) {
      SortedMap<String, String> digests = new TreeMap<>();
      subject
          .path("digest")
          .properties()
          .forEach(each -> digests.put(each.getKey(), each.getValue().asText()));
      subjects.add(new Statement.Subject(subject.path("name").asText(), digests));
    }
    return new SoftwareClaim(filename, subjects, predicate, layers);
  }

  /** Whether it is about the result itself. */
  boolean isCore() {
    return filename.equals(CORE) || filename.startsWith(CORE + ".");
  }

  @Override
  public String predicateType() {
    return SPDX;
  }

  @Override
  public boolean inlineOnly() {
    return false;
  }

  @Override
  public Statement about(List<Statement.Subject> files) {
    return statement(files, predicate);
  }

  @Override
  public Statement about(List<Statement.Subject> names, List<Descriptor> blobs) {
    return statement(names, isCore() ? withLayers(blobs) : predicate);
  }

  private Statement statement(List<Statement.Subject> usual, ObjectNode said) {
    return new Statement(subjects.isEmpty() ? usual : subjects, SPDX, said);
  }

  /** Each file with the layer that has brought it, as BuildKit adds it, and who has added that. */
  private ObjectNode withLayers(List<Descriptor> blobs) {
    if (!predicate.path("spdxVersion").asText().startsWith("SPDX-")) {
      return predicate;
    }
    ObjectNode result = predicate.deepCopy();
    for (JsonNode file : result.path("files")) {
      if (file instanceof ObjectNode entry && entry.path(COMMENT).asText().isEmpty()) {
        layers
            .find(entry.path("fileName").asText())
            .ifPresent(layer -> entry.put(COMMENT, "layerID: " + blobs.get(layer).digest()));
      }
    }
    result.withObject("/creationInfo").withArray("creators").add("Tool: jdock");
    return result;
  }
}
