package dev.jdock.image.layer;

import dev.jdock.image.reference.Digest;
import dev.jdock.linux.Fd;
import dev.jdock.linux.file.FileStat;
import dev.jdock.linux.file.FileType;
import dev.jdock.linux.file.Transfer;
import dev.jdock.linux.process.WorkerThread;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * The archive of a layer whose files are still being written: they are digested meanwhile, on other
 * threads, so that none is read again. Who writes the files in the order of the archive tells of
 * each entry as soon as it is known what it will be.
 *
 * <p>What is told is a guess, and may be incomplete: {@link #packed} compares it with the finished
 * directory, entry by entry, and has no result unless {@link LayerPacker} would say the same of
 * all. Contents are those that have been written, by the one who tells.
 *
 * <p>For one thread, which may have mounts of its own: none is started on its behalf.
 */
public final class GrowingArchive implements AutoCloseable {
  private static final int SIZE = 256 * 1024;
  private static final int ENTRIES = 512;
  private static final int AHEAD = 2;

  /** An entry and the first bytes of its content, or, without one, some more of them. */
  private record Part(@Nullable TarEntry entry, int offset, int length) {}

  private static final class Batch {
    private final byte[] bytes = new byte[SIZE];
    private final List<Part> parts = new ArrayList<>();
    private int used;

    private boolean isFull() {
      return used == SIZE || parts.size() == ENTRIES;
    }

    private void clear() {
      parts.clear();
      used = 0;
    }
  }

  private final LayerFiles layer;
  private final BlockingQueue<Batch> filled = new ArrayBlockingQueue<>(AHEAD);
  private final BlockingQueue<Batch> free = new ArrayBlockingQueue<>(AHEAD + 2);
  private final Batch end = new Batch();
  private final Thread thread;
  private final Transfer transfer = new Transfer();
  private Batch batch = new Batch();
  private int batches = 1;
  private String last = "";
  private boolean ordered = true;
  // Of the thread, until it has ended.
  private final EntrySum sum = new EntrySum();
  private boolean ended;
  private @Nullable PackedLayer result;

  private GrowingArchive(LayerFiles layer) {
    this.layer = layer;
    this.thread = Thread.ofPlatform().daemon().name("layer-archive").unstarted(this::run);
  }

  /** Begins the archive of a layer without files, and writes down how to make it again. */
  public static GrowingArchive begin(LayerFiles layer) {
    var archive = new GrowingArchive(layer);
    archive.thread.start();
    return archive;
  }

  /** Whether the folder has been told, and what comes next may be in it. */
  public boolean isIn(String folder) {
    return folder.isEmpty() || last.equals(folder) || last.startsWith(folder + "/");
  }

  /**
   * Tells of a folder, before what is in it.
   *
   * @param path in the layer, without a slash at either end
   * @param mode in the end, likewise all that follows
   */
  public void folder(
      String path,
      int mode,
      int uid,
      int gid,
      long mtimeSeconds,
      int mtimeNanos,
      SortedMap<String, byte[]> attributes)
      throws IOException {
    add(
        path,
        new TarEntry(
            path + "/",
            FileType.DIRECTORY,
            false,
            mode,
            uid,
            gid,
            0,
            mtimeSeconds,
            mtimeNanos,
            "",
            0,
            0,
            LayerPacker.portable(attributes)));
  }

  /**
   * Tells of a regular file.
   *
   * @param stat of the finished copy, likewise the attributes
   * @param content all that it holds, in the first bytes of the array
   */
  public void file(String path, FileStat stat, SortedMap<String, byte[]> attributes, byte[] content)
      throws IOException {
    add(path, TarEntry.of(path, stat, LayerPacker.portable(attributes)));
    for (int done = 0; done < stat.size() && ordered; ) {
      int count = (int) Math.min(stat.size() - done, room());
      System.arraycopy(content, done, batch.bytes, batch.used, count);
      took(count);
      done += count;
    }
  }

  /**
   * Tells of a regular file, and reads it.
   *
   * @param content at the beginning of the finished copy
   */
  public void file(String path, FileStat stat, SortedMap<String, byte[]> attributes, Fd content)
      throws IOException {
    add(path, TarEntry.of(path, stat, LayerPacker.portable(attributes)));
    if (ordered) {
      transfer.read(content, stat.size(), new Contents());
    }
  }

  private final class Contents extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      for (int done = 0; done < length; ) {
        int count = Math.min(length - done, room());
        System.arraycopy(bytes, offset + done, batch.bytes, batch.used, count);
        took(count);
        done += count;
      }
    }
  }

  /** Tells of a symbolic link, a device or a FIFO. */
  public void special(
      String path, FileStat stat, SortedMap<String, byte[]> attributes, String target)
      throws IOException {
    add(path, TarEntry.symbolicLink(path, stat, target, LayerPacker.portable(attributes)));
  }

  /** Tells of one more name of a file. */
  public void hardLink(String path, FileStat stat, String first) throws IOException {
    add(path, TarEntry.hardLink(path, stat, first));
  }

  private void add(String path, TarEntry entry) throws IOException {
    ordered &= follows(path, last);
    last = path;
    if (ordered) {
      int _ = room();
      batch.parts.add(new Part(entry, batch.used, 0));
    }
  }

  /** Whether a path comes after another: folders are followed by all that is in them. */
  private static boolean follows(String path, String before) {
    int length = Math.min(path.length(), before.length());
    for (int i = 0; i < length; i++) {
      char one = path.charAt(i);
      char other = before.charAt(i);
      if (one != other) {
        return other == '/' || one != '/' && one > other;
      }
    }
    return path.length() > before.length();
  }

  /** At least one byte or entry. */
  private int room() throws InterruptedIOException {
    if (batch.isFull()) {
      handOver();
    }
    return SIZE - batch.used;
  }

  private void took(int count) {
    batch.parts.add(new Part(null, batch.used, count));
    batch.used += count;
  }

  private void handOver() throws InterruptedIOException {
    try {
      filled.put(batch);
      if (batches <= AHEAD) {
        batches++;
        batch = new Batch();
      } else {
        batch = free.take();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  /**
   * The archive of the layer as it is now, if it is the one that was told; to be called once, when
   * all files are written. Nothing is written any more when this returns.
   */
  public Optional<PackedLayer> packed() {
    try (this) {
      if (!ordered || last.isEmpty()) {
        return Optional.empty();
      }
      filled.put(batch);
      filled.put(end);
      // While the last of it is being digested.
      EntrySum actual = LayerPacker.sum(layer);
      thread.join();
      return actual.digest().equals(sum.digest()) ? Optional.ofNullable(result) : Optional.empty();
    } catch (IOException unusual) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private void run() {
    try {
      result = write();
    } catch (InterruptedException closed) {
      return;
    } catch (IOException | RuntimeException | Error unusual) {
      // The directory can still be packed; nobody waits for room meanwhile.
      drain();
    }
  }

  private void drain() {
    try {
      for (Batch next = nextFilled(); next != end; next = nextFilled()) {
        used(next);
      }
    } catch (InterruptedException closed) {
      return;
    }
  }

  /** The end again and again, once it has come. */
  private Batch nextFilled() throws InterruptedException {
    if (!ended) {
      Batch next = filled.take();
      ended = next == end;
      return next;
    }
    return end;
  }

  private void used(Batch done) {
    done.clear();
    free.add(done);
  }

  private PackedLayer write() throws IOException, InterruptedException {
    var digesting = new Digesting();
    try (TarRecipe.Writer recipe = new TarRecipe.Writer(layer.recipe())) {
      var archive = new LayerArchive(digesting, recipe);
      var contents = new Remaining(archive);
      for (Batch next = nextFilled(); next != end; next = nextFilled()) {
        for (Part part : next.parts) {
          contents.part(part, next.bytes);
        }
        used(next);
      }
      archive.finish();
      Digest diffId = digesting.digest();
      return new PackedLayer(
          diffId, archive.size(), digesting.count(), digesting.checksum().value());
    }
  }

  /** Writes parts, and ends each content when it is complete. */
  private final class Remaining {
    private final LayerArchive archive;
    private long left;

    Remaining(LayerArchive archive) {
      this.archive = archive;
    }

    void part(Part part, byte[] bytes) throws IOException {
      if (part.entry() != null) {
        sum.add(part.entry());
        archive.entry(part.entry());
        left = part.entry().size();
        return;
      }
      archive.content().write(bytes, part.offset(), part.length());
      left -= part.length();
      if (left == 0) {
        archive.contentEnds();
      }
    }
  }

  /** Ends the thread, also in the middle of its work. */
  @Override
  public void close() {
    WorkerThread.end(thread);
  }
}
