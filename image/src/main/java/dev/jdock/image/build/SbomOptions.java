package dev.jdock.image.build;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Reference;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which software a result has in it, as an image says that is run for it (BuildKit's
 * sbom-protocol.md).
 *
 * @param generator the image, with a tag or a digest
 * @param parameters for it, by what follows {@code BUILDKIT_SCAN_} in the names of its variables
 */
public record SbomOptions(Reference generator, SortedMap<String, String> parameters) {
  private static final String USUAL = "docker/buildkit-syft-scanner:stable-1";
  private static final String GENERATOR = "generator";

  public SbomOptions {
    parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
  }

  /**
   * Reads attributes of an attestation. All but the generator's name are parameters: with buildx,
   * {@code type} is one, too.
   *
   * @throws JdockException INVALID in BuildKit's words
   */
  public static SbomOptions of(Map<String, String> attributes) {
    SortedMap<String, String> parameters = new TreeMap<>(attributes);
    parameters.remove(GENERATOR);
    String name = attributes.getOrDefault(GENERATOR, USUAL);
    if (name.isEmpty()) {
      throw JdockException.invalid("sbom generator cannot be empty");
    }
    try {
      return new SbomOptions(Reference.parse(name), parameters);
    } catch (JdockException e) {
      throw new JdockException(
          e.kind(), "failed to parse sbom generator " + name + ": " + e.getMessage(), e);
    }
  }
}
