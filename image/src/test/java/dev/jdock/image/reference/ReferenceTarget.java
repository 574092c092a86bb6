package dev.jdock.image.reference;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.fuzz.FuzzTarget;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** The name of an image; one that is accepted means the same when it is written out. */
public final class ReferenceTarget implements FuzzTarget {

  @Override
  public void read(byte[] input, Consumer<String> told) {
    String text = new String(input, StandardCharsets.UTF_8);
    try {
      Digest digest = Digest.parse(text);
      same(digest, Digest.parse(digest.toString()));
    } catch (JdockException refused) {
      told.accept(refused.getMessage());
    }
    Reference reference = Reference.parse(text);
    same(reference, Reference.parse(reference.toString()));
  }

  private static void same(Object expected, Object actual) {
    if (!expected.equals(actual)) {
      throw new AssertionError(actual + " instead of " + expected);
    }
  }
}
