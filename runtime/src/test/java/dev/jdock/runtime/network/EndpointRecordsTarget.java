package dev.jdock.runtime.network;

import dev.jdock.image.fuzz.FuzzTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** What is kept of an endpoint; what is read can be written, and read again. */
public final class EndpointRecordsTarget implements FuzzTarget {
  private final Path folder;
  private final byte[] boot;

  public EndpointRecordsTarget() throws IOException {
    this.folder = Files.createTempDirectory("jdock-e2e-fuzz-");
    this.boot = Files.readAllBytes(Path.of("/proc/sys/kernel/random/boot_id"));
    folder.toFile().deleteOnExit();
  }

  @Override
  public void read(byte[] input, Consumer<String> told) throws IOException {
    EndpointFiles files = new EndpointFiles(folder);
    Path file = folder.resolve("id");
    try {
      // Of another boot, everything is thrown away.
      byte[] record = Arrays.copyOf(boot, boot.length + input.length);
      System.arraycopy(input, 0, record, boot.length, input.length);
      Files.write(file, record);
      for (EndpointFiles.Saved saved : files.readAll()) {
        files.write(saved);
        if (!files.readAll().equals(List.of(saved))) {
          throw new AssertionError("not read as it was written: " + saved);
        }
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
