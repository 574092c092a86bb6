package dev.jdock.runtime.container.exec;

import dev.jdock.runtime.engine.KeySequence;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Watches typed bytes for the sequence that detaches. A beginning of it is held back until the next
 * byte shows whether it is the sequence.
 */
final class DetachKeys {
  private final byte[] sequence;
  private int matched;

  /**
   * @param sequence empty for none
   */
  DetachKeys(byte[] sequence) {
    this.sequence = sequence.clone();
  }

  /**
   * Of a terminal.
   *
   * @param sequence empty for Docker's default
   */
  static DetachKeys typed(byte[] sequence) {
    return new DetachKeys(sequence.length == 0 ? KeySequence.parse(KeySequence.DEFAULT) : sequence);
  }

  static DetachKeys none() {
    return new DetachKeys(new byte[0]);
  }

  /** What of the first {@code length} bytes is for the process. */
  byte[] filter(byte[] typed, int length) {
    ByteArrayOutputStream forwarded = new ByteArrayOutputStream(length);
    for (int i = 0; i < length && !complete(); i++) {
      if (sequence.length > 0 && typed[i] == sequence[matched]) {
        matched++;
        continue;
      }
      forwarded.write(sequence, 0, matched);
      matched = 0;
      if (sequence.length > 0 && typed[i] == sequence[0]) {
        matched = 1;
      } else {
        forwarded.write(typed[i]);
      }
    }
    return forwarded.toByteArray();
  }

  /** What was held back, once nothing more is typed. */
  byte[] heldBack() {
    return Arrays.copyOf(sequence, complete() ? 0 : matched);
  }

  boolean complete() {
    return sequence.length > 0 && matched == sequence.length;
  }
}
