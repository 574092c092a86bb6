package dev.jdock.image.oci;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.fuzz.FuzzTarget;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A document of a registry or an archive, as a manifest, an index and a configuration; one that is
 * accepted is the same after it was written.
 */
public final class OciTarget implements FuzzTarget {

  @Override
  public void read(byte[] input, Consumer<String> told) {
    each(input, told, Manifest::read, Manifest::write);
    each(input, told, Index::read, Index::write);
    each(input, told, ImageDocument::read, ImageDocument::write);
  }

  private static <T> void each(
      byte[] input, Consumer<String> told, Function<byte[], T> read, Function<T, byte[]> write) {
    T document;
    try {
      document = read.apply(input);
    } catch (JdockException refused) {
      told.accept(refused.getMessage());
      return;
    }
    byte[] written = write.apply(document);
    if (!Arrays.equals(write.apply(read.apply(written)), written)) {
      throw new AssertionError("another document once it was written: " + document);
    }
  }
}
