package dev.jdock.linux.deflate;

/**
 * Deflates blocks that make one stream of raw deflate data after each other, each ending at a whole
 * byte and none being its last. For one thread at a time.
 */
public sealed interface RawDeflater extends AutoCloseable permits IsalDeflater, ZlibDeflater {
  /** The most that a block may refer back into those before it. */
  int DICTIONARY = 32 * 1024;

  /** The quickest there is. */
  static RawDeflater create() {
    return Isal.isAvailable() ? new IsalDeflater(Isal.library()) : new ZlibDeflater();
  }

  /**
   * Deflates the first {@code length} bytes of a block.
   *
   * @param dictionary the end of what is before the block, {@value #DICTIONARY} bytes at most
   * @param out for the result
   * @return its length; more than that of {@code out} if that is too short: then it holds nothing,
   *     and twice its size may do
   */
  int deflate(byte[] block, int length, byte[] dictionary, byte[] out);

  @Override
  void close();
}
