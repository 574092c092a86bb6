package dev.jdock.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where builds are known to come to something else than BuildKit's: lines of {@code CASE: NUMBER
 * SECTION: why}, the number of the command in its case, from 1.
 */
record BuildDifferences(Map<String, Map<String, String>> reasons) {

  static BuildDifferences read(Path file) throws IOException {
    Map<String, Map<String, String>> reasons = new TreeMap<>();
    for (String line : Files.readAllLines(file)) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String[] words = line.split(": ", 3);
      reasons.computeIfAbsent(words[0], name -> new HashMap<>()).put(words[1], words[2]);
    }
    return new BuildDifferences(reasons);
  }

  /** By number and section, the reason. */
  Map<String, String> of(String name) {
    return reasons.getOrDefault(name, Map.of());
  }

  Set<String> cases() {
    return reasons.keySet();
  }
}
