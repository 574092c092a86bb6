package dev.jdock.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KernelRandomTest {
  private final KernelRandom random = new KernelRandom();

  @Test
  void fillsArraysOfAnyLengthToTheirEnds() {
    random.nextBytes(new byte[0]);
    for (int length : new int[] {1, 255, 256, 257, 600}) {
      boolean[] changed = new boolean[length];
      // That a byte stays zero in so many attempts is less likely than that memory fails.
      for (int attempt = 0; attempt < 40; attempt++) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        for (int i = 0; i < length; i++) {
          changed[i] |= bytes[i] != 0;
        }
      }
      assertThat(changed).as("of %s bytes", length).doesNotContain(false);
    }
  }

  @Test
  void partsOfALongArrayDiffer() {
    byte[] bytes = new byte[512];
    random.nextBytes(bytes);
    assertThat(java.util.Arrays.equals(bytes, 0, 256, bytes, 256, 512)).isFalse();
  }

  @Test
  void numbersUseEveryBitAndDoNotRepeat() {
    Set<Long> numbers = new HashSet<>();
    long ones = 0;
    long zeros = 0;
    for (int i = 0; i < 200; i++) {
      long number = random.nextLong();
      numbers.add(number);
      ones |= number;
      zeros |= ~number;
    }
    assertThat(numbers).hasSize(200);
    assertThat(ones).isEqualTo(-1);
    assertThat(zeros).isEqualTo(-1);
  }
}
