package dev.jdock.runtime.engine;

import java.util.List;

/**
 * What a prune took away.
 *
 * @param names ids or names of the objects
 * @param reclaimed in bytes
 */
public record Pruned(List<String> names, long reclaimed) {
  public Pruned {
    names = List.copyOf(names);
  }
}
