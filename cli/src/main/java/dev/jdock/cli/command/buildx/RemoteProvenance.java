package dev.jdock.cli.command.buildx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.oci.Json;
import dev.jdock.image.registry.RemoteRepository;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** What builders have said of how the images of an index were made. */
record RemoteProvenance(RemoteRepository repository) {
  private static final String OF = "vnd.docker.reference.digest";
  private static final String PREDICATE = "in-toto.io/predicate-type";
  private static final String SLSA = "https://slsa.dev/provenance/";

  /** No statement is larger than this, in bytes. */
  private static final int MOST = 64 << 20;

  /**
   * As templates have it: the predicate as {@code .SLSA}; of several images, by their platforms.
   *
   * @param index of the images; anything else has nothing
   */
  Map<String, Object> of(JsonNode index) {
    Map<String, Object> byPlatform = new LinkedHashMap<>();
    int images = 0;
    for (JsonNode member : index.path("manifests")) {
      String digest = member.path("annotations").path(OF).asText();
      if (digest.isEmpty()) {
        images++;
        continue;
      }
      Map<String, Object> statement = read(Descriptor.read(member));
      if (!statement.isEmpty()) {
        byPlatform.put(platform(index, digest), statement);
      }
    }
    if (images == 1 && byPlatform.size() == 1) {
      return statement(byPlatform.values().iterator().next());
    }
    return byPlatform;
  }

  @SuppressWarnings("unchecked") // the values are what read() gives
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

  private Map<String, Object> read(Descriptor attestation) {
    JsonNode manifest =
        Json.read(repository.manifest(attestation.digest().toString()).bytes(), "manifest");
    for (JsonNode layer : manifest.path("layers")) {
      if (!layer.path("annotations").path(PREDICATE).asText().startsWith(SLSA)) {
        continue;
      }
      try (InputStream in = repository.blob(Descriptor.read(layer), 0)) {
        JsonNode statement = Json.read(in.readNBytes(MOST), "statement");
        return Map.of(
            "SLSA", new ObjectMapper().convertValue(statement.path("predicate"), Object.class));
      } catch (IOException e) {
        throw new JdockException(
            JdockException.Kind.UNAVAILABLE, String.valueOf(e.getMessage()), e);
      }
    }
    return Map.of();
  }
}
