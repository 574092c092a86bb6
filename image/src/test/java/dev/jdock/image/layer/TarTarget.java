package dev.jdock.image.layer;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.fuzz.FuzzTarget;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Consumer;

/** The archive of a layer, compressed or not: its headers, and contents up to some megabytes. */
public final class TarTarget implements FuzzTarget {
  private static final long MOST = 4 << 20;

  /** An archive may unpack to any size: what is after the limit is nobody's concern here. */
  private static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Enough() {
      super("enough", null, false, false);
    }
  }

  @Override
  public void read(byte[] input, Consumer<String> told) {
    try (InputStream in = Compression.uncompressed(new ByteArrayInputStream(input))) {
      InputStream bounded =
          new Bounded(
              in,
              1 << 16,
              count -> {
                if (count > MOST) {
                  throw new Enough();
                }
              });
      readMembers(new TarReader(bounded), told);
    } catch (IOException damaged) {
      told.accept(LayerUnpacker.unreadable(damaged).getMessage());
    } catch (Enough _) {
      // As far as it was read, nothing was wrong.
    }
  }

  private static void readMembers(TarReader reader, Consumer<String> told) throws IOException {
    TarEntry entry;
    while ((entry = reader.next()) != null) {
      path(entry.path(), told);
      path(entry.linkTarget(), told);
      if (entry.size() % 2 == 0) {
        long _ = reader.content().transferTo(OutputStream.nullOutputStream());
      }
    }
  }

  private static void path(String path, Consumer<String> told) {
    try {
      TarPath _ = TarPath.of(path);
    } catch (JdockException refused) {
      told.accept(refused.getMessage());
    }
  }
}
