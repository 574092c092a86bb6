package dev.jdock.image.layer;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** What a layer may be wrapped in, told from its first bytes. */
public enum Compression {
  NONE(""),
  GZIP("1f8b08"),
  BZIP2("425a68"),
  XZ("fd377a585a00"),
  ZSTD("28b52ffd");

  private static final int LONGEST = 6;
  private static final int BUFFER = 64 * 1024;

  private final String magic;

  Compression(String magic) {
    this.magic = magic;
  }

  /** The stream's content without its compression. */
  public static InputStream uncompressed(InputStream in) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(in, BUFFER);
    return switch (detect(buffered)) {
      case NONE -> buffered;
      case GZIP ->
          GzipCompressorInputStream.builder()
              .setInputStream(buffered)
              .setDecompressConcatenated(true)
              .get();
      case BZIP2 -> new BZip2CompressorInputStream(buffered, true);
      case XZ ->
          XZCompressorInputStream.builder()
              .setInputStream(buffered)
              .setDecompressConcatenated(true)
              .get();
      case ZSTD -> new ZstdInputStream(buffered);
    };
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
