package dev.jdock.cli.bake;

import dev.jdock.image.error.JdockException;
import java.util.Map;

/** Files by their paths. */
record MemoryFiles(Map<String, String> texts) implements OtherFiles {
  @Override
  public boolean exists(String path) {
    return texts.containsKey(path);
  }

  @Override
  public String text(String path) {
    String text = texts.get(path);
    if (text == null) {
      throw JdockException.notFound("open " + path + ": no such file or directory");
    }
    return text;
  }
}
