package dev.jdock.runtime.engine;

import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A client's streams; null for those it does not connect. Output is written by a thread of the
 * attachment's own, so a slow reader holds up no other. The input is read by another one, which
 * {@code close()} on the input must wake.
 *
 * @param detachKeys the bytes that detach; empty for {@link KeySequence#DEFAULT}; only those of a
 *     terminal do
 */
public record Streams(
    @Nullable InputStream stdin,
    @Nullable OutputStream stdout,
    @Nullable OutputStream stderr,
    byte[] detachKeys) {

  /** No stream at all. */
  public static Streams none() {
    return new Streams(null, null, null, new byte[0]);
  }
}
