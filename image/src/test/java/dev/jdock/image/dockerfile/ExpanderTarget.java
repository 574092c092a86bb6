package dev.jdock.image.dockerfile;

import dev.jdock.image.fuzz.FuzzTarget;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** A word to expand; what comes after a line feed is the value of its variables. */
public final class ExpanderTarget implements FuzzTarget {

  @Override
  public void read(byte[] input, Consumer<String> told) {
    String text = new String(input, StandardCharsets.UTF_8);
    int end = text.indexOf('\n');
    String word = end < 0 ? text : text.substring(0, end);
    String value = end < 0 ? null : text.substring(end + 1).replace('\n', ' ');
    for (char escape : new char[] {'\\', '`'}) {
      Expander expander = new Expander(escape);
      Refusable.tell(told, () -> expander.expand(word, _ -> value));
      Refusable.tell(told, () -> expander.forDisplay().expand(word, _ -> value));
    }
  }
}
