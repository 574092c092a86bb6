package dev.jdock.image.build.files;

import dev.jdock.image.fuzz.FuzzTarget;
import java.util.List;
import java.util.function.Consumer;

/** A {@code .dockerignore}. */
public final class IgnoreTarget implements FuzzTarget {
  private static final List<String> PATHS =
      List.of(
          "a",
          "a/b",
          "src/main/x.java",
          "node_modules/.bin/y",
          "[a]",
          "a*b?",
          "\u00e4",
          "a".repeat(250));

  @Override
  public void read(byte[] input, Consumer<String> told) {
    IgnorePatterns patterns = IgnorePatterns.parse(input);
    for (String path : PATHS) {
      boolean _ = patterns.excludes(path);
    }
  }
}
