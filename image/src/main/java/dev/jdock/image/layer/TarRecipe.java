package dev.jdock.image.layer;

import dev.jdock.linux.Fd;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.FileNames;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Data to restore an archive's exact bytes from the directory it was unpacked into: all that is not
 * file content as it was (headers, padding, members without effect), and for content where it lies.
 *
 * <p>Deflated records: {@code 0, u32 length, bytes} and {@code 1, u64 size, u32 length, path}; for
 * each part of a file with holes {@code 3, u64 size, u32 length, path, u64 offset, u32 number},
 * where the number is that of the content; then {@code 2}.
 */
final class TarRecipe {
  private static final int RAW = 0;
  private static final int CONTENT = 1;
  private static final int END = 2;
  private static final int PART = 3;
  private static final int RAW_CHUNK = 32 * 1024;

  private TarRecipe() {}

  /** Writes a recipe while an archive is read or written. */
  static final class Writer implements AutoCloseable {
    private final DataOutputStream out;
    private final ByteArrayOutputStream raw = new ByteArrayOutputStream(RAW_CHUNK);
    private int contents;

    Writer(Path file) throws IOException {
      out =
          new DataOutputStream(
              new BufferedOutputStream(
                  new DeflaterOutputStream(
                      Files.newOutputStream(file), new Deflater(Deflater.BEST_SPEED), 8192)));
    }

    void raw(byte[] bytes, int offset, int length) throws IOException {
      raw.write(bytes, offset, length);
      if (raw.size() >= RAW_CHUNK) {
        flushRaw();
      }
    }

    /**
     * @return the number of this content, counting from 0
     */
    int content(String path, long size) throws IOException {
      flushRaw();
      byte[] name = FileNames.encode(path);
      out.writeByte(CONTENT);
      out.writeLong(size);
      out.writeInt(name.length);
      out.write(name);
      return contents++;
    }

    /**
     * The parts of a file with holes, one content together.
     *
     * @return its number
     */
    int content(String path, List<SparseMap.Part> parts) throws IOException {
      flushRaw();
      byte[] name = FileNames.encode(path);
      for (SparseMap.Part part : parts) {
        out.writeByte(PART);
        out.writeLong(part.length());
        out.writeInt(name.length);
        out.write(name);
        out.writeLong(part.offset());
        out.writeInt(contents);
      }
      return contents++;
    }

    private void flushRaw() throws IOException {
      if (raw.size() > 0) {
        out.writeByte(RAW);
        out.writeInt(raw.size());
        raw.writeTo(out);
        raw.reset();
      }
    }

    @Override
    public void close() throws IOException {
      flushRaw();
      out.writeByte(END);
      out.close();
    }
  }

  /**
   * The archive again.
   *
   * @param replaced directory of contents that later members of the archive replaced, named by
   *     number; null when there is none
   */
  static InputStream replay(Path recipe, Path diff, @Nullable Path replaced) throws IOException {
    return new Replay(recipe, diff, replaced);
  }

  private static final class Replay extends InputStream {
    private final DataInputStream in;
    private final Directory diff;
    private final @Nullable Path replaced;
    private final byte[] buffer = new byte[64 * 1024];
    private int bufferAt;
    private int bufferEnd;
    private int contents;
    private long left;
    private @Nullable Fd file;
    private boolean ended;

    Replay(Path recipe, Path diff, @Nullable Path replaced) throws IOException {
      this.in =
          new DataInputStream(
              new BufferedInputStream(new InflaterInputStream(Files.newInputStream(recipe))));
      this.diff = Directory.open(diff);
      this.replaced = replaced;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      while (left == 0) {
        closeFile();
        if (ended) {
          return -1;
        }
        nextRecord();
      }
      int wanted = (int) Math.min(length, left);
      int count;
      if (file == null) {
        count = in.read(bytes, offset, wanted);
      } else {
        if (bufferAt == bufferEnd) {
          bufferAt = 0;
          bufferEnd = file.read(buffer);
        }
        count = Math.min(wanted, bufferEnd - bufferAt);
        System.arraycopy(buffer, bufferAt, bytes, offset, Math.max(count, 0));
        bufferAt += count;
      }
      if (count <= 0) {
        throw new EOFException("the layer's directory has been changed");
      }
      left -= count;
      return count;
    }

    private void nextRecord() throws IOException {
      int type = in.readByte();
      switch (type) {
        case RAW -> left = in.readInt();
        case CONTENT -> {
          left = in.readLong();
          byte[] name = in.readNBytes(in.readInt());
          file = open(FileNames.decode(name, 0, name.length), contents++);
          bufferAt = 0;
          bufferEnd = 0;
        }
        case PART -> {
          left = in.readLong();
          byte[] name = in.readNBytes(in.readInt());
          long offset = in.readLong();
          int number = in.readInt();
          contents = number + 1;
          file = open(FileNames.decode(name, 0, name.length), number);
          file.seek(offset);
          bufferAt = 0;
          bufferEnd = 0;
        }
        case END -> ended = true;
        default -> throw new IOException("the layer's recipe is damaged");
      }
    }

    private Fd open(String path, int number) {
      if (replaced != null) {
        Path old = replaced.resolve(Integer.toString(number));
        if (Files.exists(old)) {
          return Fd.open(old, Fd.O_RDONLY | Fd.O_NOFOLLOW);
        }
      }
      return diff.openInRoot(path, Fd.O_RDONLY | Fd.O_NOFOLLOW | Fd.O_NONBLOCK);
    }

    private void closeFile() {
      if (file != null) {
        file.close();
        file = null;
      }
    }

    @Override
    public void close() throws IOException {
      closeFile();
      diff.close();
      in.close();
    }
  }
}
