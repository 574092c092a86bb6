package dev.jdock.image.layer;

import dev.jdock.image.reference.Digest;
import java.io.IOException;
import java.io.InputStream;

/**
 * An archive that is being read: digests all of it, and records in the recipe everything that is
 * not the content of a file.
 */
final class ArchiveInput extends ObservedInput {
  private final Digesting digesting = new Digesting();
  private final TarRecipe.Writer recipe;
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
  protected void seen(byte[] bytes, int offset, int count) throws IOException {
    digesting.write(bytes, offset, count);
    if (!content) {
      recipe.raw(bytes, offset, count);
    }
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
