package dev.jdock.image.archive;

/** Is notified how far a layer of an archive has been read; on the thread that reads. */
@FunctionalInterface
public interface LoadProgress {
  /**
   * @param path of the layer in the archive
   * @param read bytes of it so far, {@code size} when it is all there
   */
  void layer(String path, long read, long size);
}
