package dev.jdock.cli.command.buildx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.oci.Json;
import dev.jdock.image.registry.RemoteRepository;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What builders have said of the images of an index. */
record RemoteStatements(RemoteRepository repository) {
  private static final String OF = "vnd.docker.reference.digest";
  private static final String PREDICATE = "in-toto.io/predicate-type";
  private static final String SLSA = "https://slsa.dev/provenance/";
  private static final String SPDX = "https://spdx.dev/Document";

  /** No statement is larger than this, in bytes. */
  private static final int MOST = 64 << 20;

  /**
   * How they were made, as templates have it: the predicate as {@code .SLSA}; of several images, by
   * their platforms.
   *
   * @param index of the images; anything else has nothing
   */
  Map<String, Object> provenance(JsonNode index) {
    return ofImages(index, SLSA, found -> Map.of("SLSA", found.getFirst()));
  }

  /**
   * Which software they have in them, likewise: as {@code .SPDX}, and of stages and contexts as
   * {@code .AdditionalSPDXs}.
   */
  Map<String, Object> software(JsonNode index) {
    return ofImages(
        index,
        SPDX,
        found -> {
          Map<String, Object> shown = new LinkedHashMap<>();
          shown.put("SPDX", found.getFirst());
          if (found.size() > 1) {
            shown.put("AdditionalSPDXs", found.subList(1, found.size()));
          }
          return shown;
        });
  }

  /** Shows predicates of one type; there is one at least. */
  private interface Shown {
    Map<String, Object> of(List<Object> predicates);
  }

  private Map<String, Object> ofImages(JsonNode index, String type, Shown shown) {
    Map<String, Object> byPlatform = new LinkedHashMap<>();
    int images = 0;
    for (JsonNode member : index.path("manifests")) {
      String digest = member.path("annotations").path(OF).asText();
      if (digest.isEmpty()) {
        images++;
        continue;
      }
      List<Object> predicates = read(Descriptor.read(member), type);
      if (!predicates.isEmpty()) {
        byPlatform.put(platform(index, digest), shown.of(predicates));
      }
    }
    if (images == 1 && byPlatform.size() == 1) {
      return statement(byPlatform.values().iterator().next());
    }
    return byPlatform;
  }

  @SuppressWarnings("unchecked") // the values are what is shown of each image
  private static Map<String, Object> statement(Object value) {
    return (Map<String, Object>) value;
  }

  private static String platform(JsonNode index, String digest) {
    for (JsonNode member : index.path("manifests")) {
      Descriptor.Platform platform = Descriptor.read(member).platform();
      if (member.path("digest").asText().equals(digest) && platform != null) {
        return InspectRemoteImage.text(platform);
      }
    }
    return digest;
  }

  private List<Object> read(Descriptor attestation, String type) {
    List<Object> predicates = new ArrayList<>();
    JsonNode manifest =
        Json.read(repository.manifest(attestation.digest().toString()).bytes(), "manifest");
    for (JsonNode layer : manifest.path("layers")) {
      if (!layer.path("annotations").path(PREDICATE).asText().startsWith(type)) {
        continue;
      }
      try (InputStream in = repository.blob(Descriptor.read(layer), 0)) {
        JsonNode statement = Json.read(in.readNBytes(MOST), "statement");
        predicates.add(new ObjectMapper().convertValue(statement.path("predicate"), Object.class));
      } catch (IOException e) {
        throw new JdockException(
            JdockException.Kind.UNAVAILABLE, String.valueOf(e.getMessage()), e);
      }
    }
    return predicates;
  }
}
