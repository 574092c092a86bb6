package dev.jdock.image.build;

import java.nio.file.Path;

/**
 * The folder COPY and ADD read; nothing outside it can be named. It is read in place, without a
 * copy, and closed by the caller that created it, which deletes a temporary one.
 */
public interface BuildContext extends AutoCloseable {

  /** The folder itself. */
  Path directory();

  @Override
  void close();
}
