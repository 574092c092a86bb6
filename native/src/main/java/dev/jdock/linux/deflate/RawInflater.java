package dev.jdock.linux.deflate;

import java.util.zip.DataFormatException;

/**
 * Inflates one stream of raw deflate data after another. For one thread at a time; after an
 * exception only {@link #close} may follow.
 */
public sealed interface RawInflater extends AutoCloseable permits IsalInflater, ZlibInflater {
  /** The most bytes of former inputs that {@link #unused} may count in, too. */
  int LOOK_AHEAD = 8;

  /** The quickest there is. */
  static RawInflater create() {
    return Isal.isAvailable() ? new IsalInflater(Isal.library()) : new ZlibInflater();
  }

  /**
   * More of the stream, once {@link #inflate} has given 0.
   *
   * @param bytes not to be changed until then
   */
  void input(byte[] bytes, int offset, int length);

  /**
   * @return how many bytes came out; 0 when there is more input needed, or all is {@link #finished}
   */
  int inflate(byte[] target, int offset, int length) throws DataFormatException;

  /** Whether the stream has come to its end, and all of it has come out. */
  boolean finished();

  /** The bytes of the input, counted from its end, that do not belong to the stream. */
  int unused();

  /** Begins another stream; the input that is left is forgotten. */
  void reset();

  @Override
  void close();
}
