package dev.jdock.image.layer;

import dev.jdock.linux.file.FileNames;
import dev.jdock.linux.file.FileType;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Writes a layer's archive entry by entry, and, if asked, how to make it again. */
final class LayerArchive {
  private final OutputStream out;
  private final TarRecipe.@Nullable Writer recipe;
  private final TarWriter tar;
  private long length;
  private long size;

  /** Closes neither of the two. */
  LayerArchive(OutputStream out, TarRecipe.@Nullable Writer recipe) {
    this.out = out;
    this.recipe = recipe;
    this.tar = new TarWriter(out, recipe);
  }

  /** Bytes of content, if the entry has any, go to {@link #content}. */
  void entry(TarEntry entry) throws IOException {
    tar.header(entry);
    length = entry.size();
    size += length;
    if (entry.type() == FileType.SYMLINK && !entry.hardLink()) {
      size += FileNames.encode(entry.linkTarget()).length;
    }
    if (recipe != null && length > 0) {
      int _ = recipe.content(entry.path(), length);
    }
  }

  /** Takes as many bytes as the last entry has. */
  OutputStream content() {
    return out;
  }

  void contentEnds() throws IOException {
    tar.pad(length);
  }

  /** Ends the archive. */
  void finish() throws IOException {
    tar.finish();
  }

  /** Bytes of files and of the targets of symbolic links; of a file with several names once. */
  long size() {
    return size;
  }
}
