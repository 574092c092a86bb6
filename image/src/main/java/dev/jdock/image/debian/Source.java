package dev.jdock.image.debian;

import java.net.URI;
import java.util.List;

/**
 * A part of a mirror, as a line of {@code sources.list} names it.
 *
 * @param mirror its folder, with a slash at the end
 * @param suite {@code bookworm}, {@code bookworm-security} …
 * @param components {@code main} …
 */
public record Source(URI mirror, String suite, List<String> components) {
  public Source {
    components = List.copyOf(components);
    if (!mirror.toString().endsWith("/")) {
      mirror = URI.create(mirror + "/");
    }
  }

  /** An address below the mirror's. */
  URI at(String path) {
    return mirror.resolve(path);
  }

  /** The address of a file that the release file has to do with. */
  URI inSuite(String path) {
    return at("dists/" + suite + "/" + path);
  }

  /** As people write it: without the slash. */
  public String address() {
    String text = mirror.toString();
    return text.substring(0, text.length() - 1);
  }
}
