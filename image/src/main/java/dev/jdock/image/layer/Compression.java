package dev.jdock.image.layer;

import com.github.luben.zstd.ZstdInputStream;
import dev.jdock.image.error.JdockException;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** The compressions of layers, recognised by their first bytes. */
public enum Compression {
  NONE(""),
  GZIP("1f8b08"),
  BZIP2("425a68"),
  XZ("fd377a585a00"),
  ZSTD("28b52ffd");

  private static final int LONGEST = 6;
  private static final int BUFFER = 64 * 1024;

  /** What {@code xz -9} needs, and some; a header may ask for gigabytes. */
  private static final int XZ_MEMORY_KIB = 96 * 1024;

  private final String magic;

  Compression(String magic) {
    this.magic = magic;
  }

  /** The stream's content without its compression. */
  public static InputStream uncompressed(InputStream in) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(in, BUFFER);
    Compression compression = detect(buffered);
    try {
      return compression == NONE ? buffered : new Guarded(compression.open(buffered));
    } catch (RuntimeException e) {
      throw damaged(e);
    }
  }

  private InputStream open(InputStream in) throws IOException {
    return switch (this) {
      case NONE -> in;
      case GZIP -> new GzipInput(in);
      case BZIP2 -> new BZip2CompressorInputStream(in, true);
      case XZ ->
          XZCompressorInputStream.builder()
              .setInputStream(in)
              .setDecompressConcatenated(true)
              .setMemoryLimitKiB(XZ_MEMORY_KIB)
              .get();
      case ZSTD -> new ZstdInputStream(in);
    };
  }

  private static IOException damaged(RuntimeException e) {
    return new IOException("damaged compressed data", e);
  }

  /**
   * Damaged data can make decompressors throw unchecked exceptions, which become IOExceptions here.
   */
  private static final class Guarded extends FilterInputStream {
    Guarded(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try {
        return in.read(bytes, offset, length);
      } catch (JdockException e) {
        throw e; // of the archive that this one is in
      } catch (RuntimeException e) {
        throw damaged(e);
      }
    }

    @Override
    public long skip(long count) throws IOException {
      byte[] skipped = new byte[Math.clamp(count, 0, 8192)];
      return Math.max(0, read(skipped, 0, skipped.length));
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }

  private static Compression detect(BufferedInputStream in) throws IOException {
    in.mark(LONGEST);
    byte[] start = in.readNBytes(LONGEST);
    in.reset();
    return of(start);
  }

  /** What content is wrapped in that begins so. */
  public static Compression of(byte[] start) {
    String head = HexFormat.of().formatHex(start, 0, Math.min(LONGEST, start.length));
    for (Compression candidate : values()) {
      if (candidate != NONE && head.startsWith(candidate.magic)) {
        return candidate;
      }
    }
    return NONE;
  }
}
