package dev.jdock.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ErrnoTest {
  @Test
  void namesHaveTheNumbersAndTextsOfJnrConstants() {
    for (Errno errno : named()) {
      var known = jnr.constants.platform.linux.Errno.valueOf(errno.name());
      assertThat(errno.number()).as(errno.name()).isEqualTo(known.intValue());
      assertThat(errno.description()).as(errno.name()).isEqualTo(known.toString());
      assertThat(Errno.of(errno.number())).isEqualTo(errno);
    }
  }

  @Test
  void everyNumberOfJnrConstantsHasAName() {
    Set<Integer> numbers = new HashSet<>();
    named().forEach(errno -> numbers.add(errno.number()));
    for (var known : jnr.constants.platform.linux.Errno.values()) {
      assertThat(numbers).as(known.name()).contains(known.intValue());
    }
  }

  @Test
  void aNumberWithoutANameIsUnknown() {
    for (int number : List.of(Integer.MIN_VALUE, -1, 0, 41, 134, Integer.MAX_VALUE)) {
      assertThat(Errno.of(number)).isEqualTo(Errno.UNKNOWN);
    }
    assertThat(Errno.UNKNOWN.number()).isEqualTo(-1);
    assertThat(Errno.UNKNOWN.description()).isEqualTo("Unknown error");
  }

  private static List<Errno> named() {
    return Arrays.stream(Errno.values()).filter(errno -> errno != Errno.UNKNOWN).toList();
  }
}
