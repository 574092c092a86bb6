package dev.jdock.runtime.container.record;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.container.document.DocumentJson;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A record that is written again and again, and need not outlive the machine's crash. It is
 * overwritten where it is: a file that replaces it would free a block each time, and ext4 without a
 * journal tells the disk of each (mount option discard), which takes milliseconds.
 */
final class SmallRecord {
  /**
   * A write within one page is seen whole by a later engine, or not at all, since a signal ends
   * write(2) between two pages only.
   */
  private static final int PAGE = 4096;

  private SmallRecord() {}

  /** Whole once this returns, whenever the engine is killed. */
  static void write(Path file, Record document) {
    byte[] content = DocumentJson.write(document);
    if (content.length > PAGE || !overwritten(file, content)) {
      ContainerFiles.write(file, content, false);
    }
  }

  /** Whether there was one to be overwritten; what it is longer becomes white space. */
  private static boolean overwritten(Path file, byte[] content) {
    if (!Files.exists(file)) {
      return false;
    }
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      long before = open.length();
      if (before == 0 || before > PAGE) {
        return false;
      }
      byte[] whole = Arrays.copyOf(content, Math.max(content.length, (int) before));
      Arrays.fill(whole, content.length, whole.length, (byte) ' ');
      open.write(whole);
      return true;
    } catch (IOException e) {
      throw JdockException.internal("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
