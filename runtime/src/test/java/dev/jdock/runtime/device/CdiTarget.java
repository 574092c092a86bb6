package dev.jdock.runtime.device;

import dev.jdock.image.fuzz.FuzzTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A vendor's specification of devices, as JSON and as YAML. */
public final class CdiTarget implements FuzzTarget {
  private final Path folder;

  public CdiTarget() throws IOException {
    this.folder = Files.createTempDirectory("jdock-e2e-fuzz-");
    folder.toFile().deleteOnExit();
  }

  @Override
  public void read(byte[] input, Consumer<String> told) throws IOException {
    for (String name : new String[] {"x.json", "x.yaml"}) {
      Path file = folder.resolve(name);
      try {
        Files.write(file, input);
        CdiFile.read(file);
      } catch (IOException wrong) {
        told.accept(wrong.getMessage());
      } finally {
        Files.deleteIfExists(file);
      }
    }
  }
}
