package dev.jdock.image.build;

import dev.jdock.image.error.JdockException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be said with a build's outputs.
 *
 * @param provenance how they were made; null for nothing of it
 * @param sbom which software they have in them; null for nothing of it
 */
public record AttestationOptions(
    @Nullable ProvenanceOptions provenance, @Nullable SbomOptions sbom) {
  /** Nothing. */
  public static final AttestationOptions NONE = new AttestationOptions(null, null);

  /**
   * Reads attributes of attestations by their types; {@code type} may be among them.
   *
   * @throws JdockException INVALID in BuildKit's words
   */
  public static AttestationOptions of(Map<String, Map<String, String>> byType) {
    ProvenanceOptions provenance = null;
    SbomOptions sbom = null;
    for (Map.Entry<String, Map<String, String>> each : byType.entrySet()) {
      switch (each.getKey()) {
        case "provenance" -> {
          Map<String, String> attributes = new LinkedHashMap<>(each.getValue());
          attributes.remove("type");
          provenance = ProvenanceOptions.of(attributes);
        }
        case "sbom" -> sbom = SbomOptions.of(each.getValue());
        default ->
            throw JdockException.invalid("unknown attestation type \"" + each.getKey() + "\"");
      }
    }
    return new AttestationOptions(provenance, sbom);
  }

  public boolean isEmpty() {
    return provenance == null && sbom == null;
  }
}
