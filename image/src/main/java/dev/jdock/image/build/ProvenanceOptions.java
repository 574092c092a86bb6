package dev.jdock.image.build;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.GoBool;
import java.util.Map;

/**
 * What is to be said of how a build was made, as {@code --provenance} has it.
 *
 * @param whole whether values of arguments, the Dockerfile and the steps are told: {@code mode=max}
 * @param builderId who vouches for the build; empty for nobody
 * @param filename in outputs that are files
 * @param reproducible whether the caller vouches for the same result of another build
 * @param inlineOnly whether outputs that are files have none
 */
public record ProvenanceOptions(
    boolean whole,
    Version version,
    String builderId,
    String filename,
    boolean reproducible,
    boolean inlineOnly) {

  /** Of SLSA's predicate. */
  public enum Version {
    V0_2("https://slsa.dev/provenance/v0.2"),
    V1("https://slsa.dev/provenance/v1");

    private final String predicateType;

    Version(String predicateType) {
      this.predicateType = predicateType;
    }

    public String predicateType() {
      return predicateType;
    }
  }

  /** As {@code --provenance=true} has them. */
  public static ProvenanceOptions usual() {
    return of(Map.of());
  }

  /**
   * Reads attributes of an attestation, but for {@code type} and {@code disabled}.
   *
   * @throws JdockException INVALID in BuildKit's words, NOT_IMPLEMENTED for one that is not known
   */
  public static ProvenanceOptions of(Map<String, String> attributes) {
    boolean whole = true;
    Version version = Version.V0_2;
    String builderId = "";
    String filename = "provenance.json";
    boolean reproducible = false;
    boolean inlineOnly = false;
    for (Map.Entry<String, String> each : attributes.entrySet()) {
      String value = each.getValue();
      switch (each.getKey()) {
        case "mode" -> whole = whole(value);
        case "version" -> version = version(value);
        case "builder-id" -> builderId = value;
        case "filename" -> filename = filename(value);
        case "reproducible" -> reproducible = truth("reproducible", value);
        case "inline-only" -> inlineOnly = truth("inline-only", value);
        default ->
            throw JdockException.notImplemented(
                "the attribute " + each.getKey() + " of provenance is not supported by jdock");
      }
    }
    return new ProvenanceOptions(whole, version, builderId, filename, reproducible, inlineOnly);
  }

  private static boolean whole(String mode) {
    return switch (mode) {
      case "", "max", "full" -> true;
      case "min" -> false;
      default -> throw JdockException.invalid("invalid mode \"" + mode + "\"");
    };
  }

  private static Version version(String text) {
    return switch (text) {
      case "", "v0.2" -> Version.V0_2;
      case "v1" -> Version.V1;
      default -> throw JdockException.invalid("invalid provenance SLSA version: " + text);
    };
  }

  private static String filename(String name) {
    if (name.isEmpty() || name.equals(".") || name.equals("..") || name.contains("/")) {
      throw JdockException.invalid("invalid filename \"" + name + "\" of provenance");
    }
    return name;
  }

  private static boolean truth(String name, String value) {
    try {
      return GoBool.parse(value);
    } catch (JdockException e) {
      throw JdockException.invalid("failed to parse " + name + " flag \"" + value + "\"");
    }
  }
}
