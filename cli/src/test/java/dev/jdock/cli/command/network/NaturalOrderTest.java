package dev.jdock.cli.command.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NaturalOrderTest {
  @Test
  void numbersCountAsSuch() {
    assertThat(List.of("n10", "n2", "a", "n", "n02", "n2a", "b1c3", "b1c20"))
        .satisfies(names ->
            assertThat(names.stream().sorted(new NaturalOrder()).toList())
                .containsExactly("a", "b1c3", "b1c20", "n", "n02", "n2", "n2a", "n10"));
  }

  @Test
  void longNumbersAreNoProblem() {
    NaturalOrder order = new NaturalOrder();
    String large = "9".repeat(100);

    assertThat(order.compare("n" + large, "n1" + large)).isNegative();
    assertThat(order.compare(large, large)).isZero();
  }
}
