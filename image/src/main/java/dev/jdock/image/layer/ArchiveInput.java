package dev.jdock.image.layer;

import dev.jdock.image.reference.Digest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * An archive that is being read: digests all of it, and records in the recipe everything that is
 * not the content of a file.
 */
final class ArchiveInput extends FilterInputStream {
  private final Digesting digesting = new Digesting();
  private final TarRecipe.Writer recipe;
  private final byte[] skipped = new byte[8192];
  private boolean content;

  ArchiveInput(InputStream in, TarRecipe.Writer recipe) {
    super(in);
    this.recipe = recipe;
  }

  /** Whether what is read from now on is content that the recipe finds in the directory. */
  void inContent(boolean now) {
    content = now;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = in.read(bytes, offset, length);
    if (count > 0) {
      digesting.write(bytes, offset, count);
      if (!content) {
        recipe.raw(bytes, offset, count);
      }
    }
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    return Math.max(0, read(skipped, 0, (int) Math.min(count, skipped.length)));
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  long count() {
    return digesting.count();
  }

  /** To be called once, at the end. */
  Digest digest() {
    return digesting.digest();
  }

  /** Known after {@link #digest}. */
  Checksum checksum() {
    return digesting.checksum();
  }
}
