package dev.jdock.runtime.container.exec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DetachKeysTest {
  private static String filter(DetachKeys keys, String typed) {
    byte[] bytes = typed.getBytes(ISO_8859_1);
    return new String(keys.filter(bytes, bytes.length), ISO_8859_1);
  }

  private static DetachKeys keys(String sequence) {
    return new DetachKeys(sequence.getBytes(ISO_8859_1));
  }

  @Test
  void sequenceEndsTheTypingEvenInPieces() {
    DetachKeys keys = keys("pq");
    assertThat(filter(keys, "ap")).isEqualTo("a");
    assertThat(keys.complete()).isFalse();
    assertThat(filter(keys, "qrest")).isEmpty();
    assertThat(keys.complete()).isTrue();
    assertThat(keys.heldBack()).isEmpty();
  }

  @Test
  void beginningThatComesToNothingIsHandedOn() {
    DetachKeys keys = keys("pq");
    assertThat(filter(keys, "px")).isEqualTo("px");
    assertThat(filter(keys, "p")).isEmpty();
    assertThat(keys.heldBack()).containsExactly('p');
    assertThat(filter(keys, "pq")).isEqualTo("p");
    assertThat(keys.complete()).isTrue();
  }

  @Test
  void terminalWithoutASequenceOfItsOwnHasDockers() {
    DetachKeys keys = DetachKeys.typed(new byte[0]);
    assertThat(filter(keys, "pq\20\21")).isEqualTo("pq");
    assertThat(keys.complete()).isTrue();
  }

  @Test
  void whereNothingIsTypedNothingDetaches() {
    DetachKeys keys = DetachKeys.none();
    assertThat(filter(keys, "pq")).isEqualTo("pq");
    assertThat(keys.complete()).isFalse();
  }
}
