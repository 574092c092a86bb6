package dev.jdock.image.layer;

import dev.jdock.image.error.JdockException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A member's path, cleaned: no empty, {@code .} or {@code ..} component, relative to the root.
 *
 * @param parent path of the directory, empty for the root
 * @param name last component, empty for the root itself
 */
public record TarPath(String parent, String name) {

  /** INVALID for a path that leads out; an absolute one starts at the root. */
  public static TarPath of(String path) {
    Deque<String> parts = new ArrayDeque<>();
    for (String part : path.split("/", -1)) {
      if (part.equals("..")) {
        if (parts.pollLast() == null && !path.startsWith("/")) {
          throw JdockException.invalid("invalid path \"" + path + "\": outside of the layer");
        }
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    String name = parts.pollLast();
    return name == null ? new TarPath("", "") : new TarPath(String.join("/", parts), name);
  }

  public boolean isRoot() {
    return name.isEmpty();
  }

  @Override
  public String toString() {
    return parent.isEmpty() ? name : parent + "/" + name;
  }
}
