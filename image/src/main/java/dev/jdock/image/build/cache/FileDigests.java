package dev.jdock.image.build.cache;

import dev.jdock.image.build.files.Sightings;
import dev.jdock.image.reference.Digest;
import dev.jdock.linux.Fd;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.FileNames;
import dev.jdock.linux.file.FileStat;
import dev.jdock.linux.file.OpenFile;
import dev.jdock.linux.file.Transfer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Digests of regular files with their extended attributes, remembered by what stat(2) tells of the
 * files: device, inode, size, and the times of the last change of content and of attributes. No
 * process can set the latter, and the kernel sets it with every write and every attribute.
 *
 * <p>A file that was changed within the precision of its times before it was read might be changed
 * once more with the same times; what was read of it is not remembered (git's "racy" entries).
 */
public final class FileDigests implements AutoCloseable {
  private static final String FILE = "file-digests";
  private static final String CAPABILITY = "security.capability";

  private final Supplier<DigestTable> opening;
  private final Clock clock;
  private @Nullable DigestTable table;

  /** Half a million files; 36 MiB when it is full. */
  private static final int BUCKETS = 1 << 16;

  /**
   * Opens nothing before a digest is asked for.
   *
   * @param directory the builder's, existing
   */
  public static FileDigests in(Path directory) {
    Clock clock = Clock.systemUTC();
    return new FileDigests(() -> DigestTable.open(directory.resolve(FILE), BUCKETS, clock), clock);
  }

  FileDigests(Supplier<DigestTable> opening, Clock clock) {
    this.opening = opening;
    this.clock = clock;
  }

  private synchronized DigestTable table() {
    DigestTable opened = table;
    if (opened == null) {
      opened = opening.get();
      table = opened;
    }
    return opened;
  }

  @Override
  public synchronized void close() {
    if (table != null) {
      table.close();
    }
  }

  /** Comes to a digest. */
  @FunctionalInterface
  public interface Computation {
    Digest compute() throws IOException, InterruptedException;
  }

  /**
   * The digest of something that never changes, as layers do not.
   *
   * @param what a digest of all that says what it is of
   */
  public Digest of(Digest what, Computation computation) throws IOException, InterruptedException {
    Optional<Digest> known = known(what);
    if (known.isPresent()) {
      return known.get();
    }
    Digest fresh = computation.compute();
    remember(what, fresh);
    return fresh;
  }

  /** What was remembered. */
  public Optional<Digest> known(Digest what) {
    return table().find(bytes(what)).map(found -> new Digest(HexFormat.of().formatHex(found)));
  }

  /**
   * Remembers a digest.
   *
   * @param what a digest of all that says what it is of
   */
  public void remember(Digest what, Digest digest) {
    table().put(bytes(what), bytes(digest));
  }

  private static byte[] bytes(Digest digest) {
    return HexFormat.of().parseHex(digest.hex());
  }

  /** For the files of a build context: of their attributes those count that are copied. */
  Reader ofContext() {
    return new Reader(table(), name -> name.startsWith("user.") || name.equals(CAPABILITY));
  }

  /** For the files of layers, which are never changed and found by other means. */
  Reader ofLayers() {
    return new Reader(
        null, name -> !name.startsWith("trusted.overlay.") && !name.equals("security.selinux"));
  }

  /** The thread was interrupted while it read a file. */
  private static final class UncheckedInterruption extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UncheckedInterruption() {
      super(null, null, false, false);
    }
  }

  /** Reads files for one key; for one thread. */
  final class Reader {
    private final @Nullable DigestTable known;
    private final Predicate<String> counted;
    private final MessageDigest digest = Digest.sha256();
    private final ByteBuffer place = ByteBuffer.allocate(6 * Long.BYTES);
    private @Nullable Transfer transfer;

    private Reader(@Nullable DigestTable known, Predicate<String> counted) {
      this.known = known;
      this.counted = counted;
    }

    /** The digest of a file's content and attributes, 32 bytes. */
    byte[] read(Directory parent, String name, FileStat stat) throws IOException {
      if (known == null) {
        return compute(parent, name, stat);
      }
      byte[] key = key(stat);
      Optional<byte[]> remembered = known.find(key);
      if (remembered.isPresent()) {
        return remembered.get();
      }
      Instant begun = clock.instant();
      byte[] fresh = compute(parent, name, stat);
      if (Sightings.settled(stat).isBefore(begun)
          && parent.tryStat(name).filter(stat::equals).isPresent()) {
        known.put(key, fresh);
      }
      return fresh;
    }

    private byte[] key(FileStat stat) {
      place.clear();
      place.putLong(stat.device()).putLong(stat.inode()).putLong(stat.size());
      place.putLong(nanos(stat.ctimeSeconds(), stat.ctimeNanos()));
      place.putLong(stat.mtimeSeconds()).putLong(stat.mtimeNanos());
      return digest.digest(place.array());
    }

    /** Those that count. */
    SortedMap<String, byte[]> attributes(Directory parent, String name) {
      return withoutOthers(parent.attributes(name));
    }

    private byte[] compute(Directory parent, String name, FileStat stat)
        throws InterruptedIOException {
      if (transfer == null) {
        transfer = new Transfer();
      }
      try (Fd file = parent.openFile(name)) {
        add(transfer.readToEnd(file, stat.size(), this::update));
        withoutOthers(OpenFile.attributes(file))
            .forEach((attribute, value) -> {
              byte[] encoded = FileNames.encode(attribute);
              add(encoded.length);
              digest.update(encoded);
              add(value.length);
              digest.update(value);
            });
        return digest.digest();
      } catch (UncheckedInterruption _) {
        digest.reset();
        throw new InterruptedIOException();
      }
    }

    /** A large file takes long. */
    private void update(byte[] bytes, int offset, int length) {
      if (Thread.currentThread().isInterrupted()) {
        throw new UncheckedInterruption();
      }
      digest.update(bytes, offset, length);
    }

    private SortedMap<String, byte[]> withoutOthers(SortedMap<String, byte[]> all) {
      all.keySet().removeIf(counted.negate());
      return all;
    }

    private void add(long value) {
      digest.update(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
    }
  }

  private static long nanos(long seconds, int nanos) {
    return seconds * 1_000_000_000L + nanos;
  }
}
