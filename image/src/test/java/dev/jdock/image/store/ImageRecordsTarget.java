package dev.jdock.image.store;

import dev.jdock.image.fuzz.FuzzTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** {@code images.json}, which has to be readable again once it was written, and a layer's blobs. */
public final class ImageRecordsTarget implements FuzzTarget {
  private final Path file;

  public ImageRecordsTarget() throws IOException {
    Path folder = Files.createTempDirectory("jdock-e2e-fuzz-");
    this.file = folder.resolve("images.json");
    folder.toFile().deleteOnExit();
    file.toFile().deleteOnExit();
  }

  @Override
  public void read(byte[] input, Consumer<String> told) throws IOException {
    Files.write(file, input);
    ImageIndex index = ImageIndex.read(file, told);
    index.names().values().forEach(index::namesOf);
    index.images().keySet().forEach(index::childrenOf);
    LayerBlob.writeAll(LayerBlob.readAll(input));
  }
}
