package dev.jdock.runtime.engine;

import dev.jdock.image.oci.Descriptor;
import java.util.List;

/**
 * A manifest or an index in a registry, as the Docker Engine API's {@code GET
 * /distribution/{name}/json} has it.
 *
 * @param platforms that there are images for
 */
public record Distribution(Descriptor descriptor, List<Descriptor.Platform> platforms) {
  public Distribution {
    platforms = List.copyOf(platforms);
  }
}
