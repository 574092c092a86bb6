package dev.jdock.image.build.cache;

import dev.jdock.image.error.JdockException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32C;

/**
 * Digests that took time to compute, by a digest of what they depend on, in one file of bounded
 * size. What was not used for longest makes room. Nothing of it is in the heap. Thread-safe; one
 * process only.
 *
 * <p>The file is a row of buckets of {@value #WAYS} slots. A key has its place in one bucket. A
 * slot is {@code u8[32] key, u8[32] value, u32 day of last use, u32 CRC-32C of all before}; one
 * whose checksum is wrong, after a crash for example, is empty. It is read(2) and written rather
 * than mapped: a mapping ends in SIGBUS where the disk is full, on tmpfs(5) even when it is read.
 */
final class DigestTable implements AutoCloseable {
  private static final int WAYS = 8;
  private static final int SLOT = 72;
  private static final int CHECKED = SLOT - Integer.BYTES;
  private static final int DIGEST = 32;
  private static final int DAY = 2 * DIGEST;
  private static final long SECONDS_OF_DAY = 24 * 60 * 60;

  private final RandomAccessFile file;
  private final int buckets;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final byte[] slot = new byte[SLOT];

  /** The bucket that was read last. */
  private final byte[] row = new byte[WAYS * SLOT];

  private DigestTable(RandomAccessFile file, int buckets, Clock clock) {
    this.file = file;
    this.buckets = buckets;
    this.clock = clock;
  }

  private static long size(int buckets) {
    return (long) buckets * WAYS * SLOT;
  }

  /**
   * Opens the table, or makes it; a file of another size is begun anew.
   *
   * @param buckets the file has {@value #WAYS} times as many digests at most, of {@value #SLOT}
   *     bytes each; it takes the space of those it has
   */
  static DigestTable open(Path path, int buckets, Clock clock) {
    try {
      // Not a channel, which the interrupt of one build would close for all.
      var file = new RandomAccessFile(path.toFile(), "rw");
      try {
        if (file.length() != size(buckets)) {
          file.setLength(0);
          file.setLength(size(buckets));
        }
        return new DigestTable(file, buckets, clock);
      } catch (IOException | RuntimeException e) {
        file.close();
        throw e;
      }
    } catch (IOException e) {
      throw JdockException.internal("build cache: " + e.getMessage(), e);
    }
  }

  /**
   * What is known under the key.
   *
   * @param key 32 bytes, equally distributed
   */
  Optional<byte[]> find(byte[] key) {
    lock.lock();
    try {
      int at = place(bucket(key), key);
      if (at < 0) {
        return Optional.empty();
      }
      byte[] value = Arrays.copyOfRange(slot, DIGEST, DAY);
      if (ByteBuffer.wrap(slot).getInt(DAY) != today()) {
        write(at);
      }
      return Optional.of(value);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Remembers a digest; does nothing where the disk is full.
   *
   * @param value 32 bytes
   */
  void put(byte[] key, byte[] value) {
    lock.lock();
    try {
      int bucket = bucket(key);
      int at = place(bucket, key);
      if (at < 0) {
        at = oldest(bucket);
      }
      System.arraycopy(key, 0, slot, 0, DIGEST);
      System.arraycopy(value, 0, slot, DIGEST, DIGEST);
      write(at);
    } finally {
      lock.unlock();
    }
  }

  /** Where a key's bucket begins. */
  private int bucket(byte[] key) {
    return Math.floorMod(ByteBuffer.wrap(key).getInt(), buckets) * WAYS * SLOT;
  }

  /** The place of a key, whose slot has been read then; -1 for none. */
  private int place(int bucket, byte[] key) {
    load(bucket);
    for (int at = 0; at < row.length; at += SLOT) {
      if (Arrays.equals(row, at, at + DIGEST, key, 0, DIGEST) && read(at)) {
        return bucket + at;
      }
    }
    return -1;
  }

  /** What cannot be read is not known. */
  private void load(int bucket) {
    try {
      file.seek(bucket);
      file.readFully(row);
    } catch (IOException e) {
      Arrays.fill(row, (byte) 0);
    }
  }

  /** An empty slot, or the one that was used longest ago. */
  private int oldest(int bucket) {
    int oldest = bucket;
    int day = Integer.MAX_VALUE;
    for (int at = 0; at < row.length; at += SLOT) {
      if (!read(at)) {
        return bucket + at;
      }
      int used = ByteBuffer.wrap(slot).getInt(DAY);
      if (used < day) {
        day = used;
        oldest = bucket + at;
      }
    }
    return oldest;
  }

  /** Whether there is a whole slot at this place of the bucket that was read last. */
  private boolean read(int at) {
    System.arraycopy(row, at, slot, 0, SLOT);
    int day = ByteBuffer.wrap(slot).getInt(DAY);
    return day != 0 && ByteBuffer.wrap(slot).getInt(CHECKED) == checksum();
  }

  private int checksum() {
    CRC32C crc = new CRC32C();
    crc.update(slot, 0, CHECKED);
    return (int) crc.getValue();
  }

  private void write(int at) {
    ByteBuffer bytes = ByteBuffer.wrap(slot);
    bytes.putInt(DAY, today());
    bytes.putInt(CHECKED, checksum());
    try {
      file.seek(at);
      file.write(slot);
    } catch (IOException full) {
      // It is computed once more, then. A part of a slot has a wrong checksum.
    }
  }

  /** Nothing is known or remembered any more. */
  @Override
  public void close() {
    lock.lock();
    try {
      file.close();
    } catch (IOException e) {
      throw JdockException.internal("build cache: " + e.getMessage(), e);
    } finally {
      lock.unlock();
    }
  }

  private int today() {
    return (int) (clock.instant().getEpochSecond() / SECONDS_OF_DAY);
  }
}
