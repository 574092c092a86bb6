package dev.jdock.image.dockerfile.lint;

import dev.jdock.image.dockerfile.Expander;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A word after its variables were replaced.
 *
 * @param matched names of variables that have a value
 * @param unmatched names of those that have none, even where the word says what stands for it
 */
record Variables(String result, Set<String> matched, Set<String> unmatched) {

  /** What names a word looked up, told even when the word could not be expanded. */
  interface Seen {
    void unmatched(Set<String> names);
  }

  static Variables expand(Expander expander, String word, Map<String, String> values, Seen seen) {
    var matched = new LinkedHashSet<String>();
    var unmatched = new LinkedHashSet<String>();
    try {
      String result =
          expander.expand(
              word,
              name -> {
                String value = values.get(name);
                (value == null ? unmatched : matched).add(name);
                return value;
              });
      return new Variables(result, matched, unmatched);
    } finally {
      seen.unmatched(unmatched);
    }
  }
}
