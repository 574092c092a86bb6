package dev.jdock.linux.deflate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import jnr.ffi.LibraryLoader;
import org.jspecify.annotations.Nullable;

/**
 * Intel's ISA-L, where it is installed (Debian's {@code libisal2}): two to three times as quick as
 * zlib at inflating, and four times at deflating. Loaded when it is needed first, and used only if
 * it passes a test: the layout of its structures is known from its version 2 alone.
 */
final class Isal {
  private static final String NAME = "libisal.so.2";
  private static final @Nullable IsalLibrary FOUND = load();

  private Isal() {}

  static boolean isAvailable() {
    return FOUND != null;
  }

  static IsalLibrary library() {
    if (FOUND == null) {
      throw new IllegalStateException("no " + NAME);
    }
    return FOUND;
  }

  private static @Nullable IsalLibrary load() {
    try {
      IsalLibrary library = LibraryLoader.create(IsalLibrary.class).load(NAME);
      byte[] content = "version ".repeat(1000).getBytes(UTF_8);
      return inflates(library, content) && deflates(library, content) ? library : null;
    } catch (LinkageError | DataFormatException e) {
      return null;
    }
  }

  /** With another structure it would neither finish nor count right. */
  private static boolean inflates(IsalLibrary library, byte[] content) throws DataFormatException {
    byte[] deflated = new byte[1000];
    int length;
    try (Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true)) {
      deflater.setInput(content);
      deflater.finish();
      length = deflater.deflate(deflated);
    }
    byte[] result = new byte[content.length];
    try (IsalInflater inflater = new IsalInflater(library)) {
      inflater.input(deflated, 0, length / 2);
      int count = inflateAll(inflater, result, 0);
      boolean early = inflater.finished();
      inflater.input(deflated, length / 2, length + 3 - length / 2);
      count = inflateAll(inflater, result, count);
      return !early
          && count == content.length
          && inflater.finished()
          && inflater.unused() == 3
          && Arrays.equals(result, content);
    }
  }

  private static boolean deflates(IsalLibrary library, byte[] content) throws DataFormatException {
    byte[] result = new byte[content.length];
    try (IsalDeflater deflater = new IsalDeflater(library);
        RawInflater inflater = new ZlibInflater()) {
      byte[] deflated = new byte[1000];
      int length = deflater.deflate(content, content.length, new byte[0], deflated);
      inflater.input(deflated, 0, Math.min(length, deflated.length));
      return inflateAll(inflater, result, 0) == content.length && Arrays.equals(result, content);
    }
  }

  private static int inflateAll(RawInflater inflater, byte[] result, int from)
      throws DataFormatException {
    int count = from;
    for (int read; (read = inflater.inflate(result, count, result.length - count)) > 0; ) {
      count += read;
    }
    return count;
  }
}
