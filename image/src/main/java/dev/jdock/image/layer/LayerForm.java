package dev.jdock.image.layer;

import com.github.luben.zstd.ZstdOutputStream;
import dev.jdock.image.oci.MediaTypes;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * How layers are compressed where they go.
 *
 * @param level of gzip 0 to 9, of zstd 0 to 22; null for the usual one
 * @param forced whether also what is there in another form already is compressed again
 */
public record LayerForm(Kind kind, @Nullable Integer level, boolean forced) {

  /** As Docker has it: gzip, and what is there already stays what it is. */
  public static final LayerForm USUAL = new LayerForm(Kind.GZIP, null, false);

  /** The compressions that layers may have (OCI image-spec, layer.md). */
  public enum Kind {
    GZIP(MediaTypes.OCI_LAYER_GZIP),
    ZSTD(MediaTypes.OCI_LAYER_ZSTD),
    UNCOMPRESSED(MediaTypes.OCI_LAYER);

    private final String mediaType;

    Kind(String mediaType) {
      this.mediaType = mediaType;
    }

    /** Of a layer so compressed, in OCI's words. */
    public String mediaType() {
      return mediaType;
    }

    boolean isOf(String type) {
      return switch (this) {
        case GZIP -> type.endsWith("gzip");
        case ZSTD -> type.endsWith("zstd");
        case UNCOMPRESSED -> type.endsWith("tar");
      };
    }
  }

  /** Whether a layer of that media type can be left as it is. */
  public boolean accepts(String mediaType) {
    return !forced || kind.isOf(mediaType);
  }

  /** Reads {@code tar} to its end; closes nothing. */
  public void compress(InputStream tar, OutputStream out, Gzip usual) throws IOException {
    switch (kind) {
      case UNCOMPRESSED -> tar.transferTo(out);
      case GZIP -> {
        if (level == null) {
          usual.compress(tar, out);
        } else {
          GZIPOutputStream gzip = new LeveledGzip(out, level);
          tar.transferTo(gzip);
          gzip.finish();
        }
      }
      case ZSTD -> {
        // Its close would end the stream below it, too.
        try (ZstdOutputStream zstd = new ZstdOutputStream(new Unclosed(out))) {
          if (level != null) {
            ZstdOutputStream _ = zstd.setLevel(level);
          }
          tar.transferTo(zstd);
        }
      }
    }
  }

  private static final class LeveledGzip extends GZIPOutputStream {
    LeveledGzip(OutputStream out, int level) throws IOException {
      super(out, 64 * 1024);
      def.setLevel(level);
    }
  }

  private static final class Unclosed extends FilterOutputStream {
    Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      out.flush();
    }
  }
}
