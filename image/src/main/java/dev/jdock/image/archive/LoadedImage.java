package dev.jdock.image.archive;

import java.util.List;
import java.util.SortedMap;

/**
 * An image that came from an archive.
 *
 * @param id {@code sha256:…}
 * @param names familiar names with tags, as the archive has them
 * @param replaced of these names those that another image had, with its id
 */
public record LoadedImage(String id, List<String> names, SortedMap<String, String> replaced) {
  public LoadedImage {
    names = List.copyOf(names);
  }
}
