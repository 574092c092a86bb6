package dev.jdock.api.buildkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A {@code .dockerignore} as patterns that clients exclude files by. */
final class IgnorePatterns {
  private IgnorePatterns() {}

  /** Without comments, empty lines, leading slashes and what paths have too much. */
  static List<String> read(String text) {
    List<String> patterns = new ArrayList<>();
    for (String line : text.replace("\ufeff", "").split("\r?\n", -1)) {
      String pattern = line.strip();
      if (line.startsWith("#") || pattern.isEmpty()) {
        continue;
      }
      boolean negated = pattern.startsWith("!");
      String path = (negated ? pattern.substring(1) : pattern).strip();
      if (!path.isEmpty()) {
        path = Path.of(path).normalize().toString();
        path = path.isEmpty() ? "." : path;
      }
      if (path.length() > 1 && path.startsWith("/")) {
        path = path.substring(1);
      }
      patterns.add(negated ? "!" + path : path);
    }
    return patterns;
  }
}
