package dev.jdock.image.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class NaturalOrderTest {
  @Test
  void digitsAreNumbersAndComeFirst() {
    List<String> ordered =
        List.of(
            "1af7", "5e", "36de", "5897", "0252705", "B", "a", "a1", "a01", "a2", "a10", "a10b",
            "aa");
    List<String> shuffled = new ArrayList<>(ordered);
    Collections.reverse(shuffled);
    shuffled.sort(NaturalOrder.INSTANCE);
    assertThat(shuffled).containsExactlyElementsOf(ordered);
  }
}
