package dev.jdock.image.build;

import dev.jdock.image.error.JdockException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be said with a build's outputs.
 *
 * @param provenance how they were made; null for nothing of it
 * @param sbom which software they have in them; null for nothing of it
 * @param optional whether outputs that have no room beside them go without
 */
public record AttestationOptions(
    @Nullable ProvenanceOptions provenance, @Nullable SbomOptions sbom, boolean optional) {
  /** Nothing. */
  public static final AttestationOptions NONE = new AttestationOptions(null, null, false);

  private static final String ARGUMENT = "BUILDKIT_ATTEST_";

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
    return new AttestationOptions(provenance, sbom, false);
  }

  /**
   * The same with what build arguments ask for, by names such as {@code BUILDKIT_ATTEST_SBOM};
   * attributes are their values. Clients do not look at these, so that it is asked for where there
   * is no room for it, too.
   *
   * @throws JdockException INVALID in BuildKit's words
   */
  public AttestationOptions with(Map<String, String> arguments) {
    Map<String, Map<String, String>> byType = new LinkedHashMap<>();
    arguments.forEach((name, value) -> {
      if (name.startsWith(ARGUMENT)) {
        String type = name.substring(ARGUMENT.length()).toLowerCase(Locale.ROOT);
        byType.put(type, attributes(value));
      }
    });
    if (byType.isEmpty()) {
      return this;
    }
    AttestationOptions asked = of(byType);
    return new AttestationOptions(
        provenance == null ? asked.provenance : provenance,
        sbom == null ? asked.sbom : sbom,
        isEmpty());
  }

  private static Map<String, String> attributes(String text) {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (String field : text.split(",", -1)) {
      int equals = field.indexOf('=');
      if (equals >= 0) {
        attributes.put(field.substring(0, equals), field.substring(equals + 1));
      } else if (!field.isEmpty()) {
        attributes.put(field, "");
      }
    }
    return attributes;
  }

  public boolean isEmpty() {
    return provenance == null && sbom == null;
  }
}
