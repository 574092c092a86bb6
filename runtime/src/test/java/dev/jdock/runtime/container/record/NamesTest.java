package dev.jdock.runtime.container.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.OneLine;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
  @Test
  void idsAre64HexadecimalDigits() {
    assertThat(Names.newId()).matches("[0-9a-f]{64}").isNotEqualTo(Names.newId());
  }

  /** Resolvers take a name of decimal digits for an address. */
  @Test
  void idsDoNotBeginWithTwelveDecimalDigits() {
    Deque<String> random = new ArrayDeque<>();
    random.add("012345678901" + "a".repeat(52));
    random.add("999999999999" + "0".repeat(52));
    random.add("01234567890a" + "0".repeat(52));
    String id =
        Names.newId(bytes -> {
          byte[] next = HexFormat.of().parseHex(random.removeFirst());
          System.arraycopy(next, 0, bytes, 0, bytes.length);
        });
    assertThat(id).startsWith("01234567890a");
  }

  @Test
  void generatedNamesAreFreeAndValid() {
    Set<String> taken = new HashSet<>();
    for (int i = 0; i < 2000; i++) {
      String name = Names.generate(taken::contains);
      assertThat(Names.validated(name)).isEqualTo(name);
      assertThat(taken.add(name)).isTrue();
    }
  }

  @Test
  void leadingSlashIsNoPartOfTheName() {
    assertThat(Names.validated("/web-1.a_b")).isEqualTo("web-1.a_b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "-ab", "a b", "a/b", "//ab", "ä1", "ab\n"})
  void othersAreRefusedInDockersWords(String name) {
    assertThatThrownBy(() -> Names.validated(name))
        .hasMessage(
            "Invalid container name ("
                + OneLine.of(name)
                + "), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed");
  }
}
