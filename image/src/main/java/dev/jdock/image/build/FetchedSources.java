package dev.jdock.image.build;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the steps of one build took from servers, from any thread. */
public final class FetchedSources {
  private final Set<Material> materials = ConcurrentHashMap.newKeySet();

  public void add(Material material) {
    materials.add(material);
  }

  /** All of it, in an order that does not depend on which step was first. */
  public List<Material> list() {
    return materials.stream()
        .sorted(Comparator.comparing(Material::uri).thenComparing(Material::digest))
        .toList();
  }
}
