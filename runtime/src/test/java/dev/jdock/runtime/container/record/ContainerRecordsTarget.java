package dev.jdock.runtime.container.record;

import dev.jdock.image.fuzz.FuzzTarget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * What is kept of a container: {@code config.json}, then a NUL, {@code state.json}, a NUL, {@code
 * health.json}. What is not left out makes sense, so it can be looked at and written.
 */
public final class ContainerRecordsTarget implements FuzzTarget {
  private static final String ID = "0123456789abcdef".repeat(4);

  private final Path root;

  public ContainerRecordsTarget() throws IOException {
    this.root = Files.createTempDirectory("jdock-e2e-fuzz-");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> FileTrees.delete(root)));
  }

  @Override
  public void read(byte[] input, Consumer<String> told) throws IOException {
    ContainerFiles files = new ContainerFiles(root, root.resolve("run"));
    Path folder = Files.createDirectories(files.directory(ID));
    String[] parts = new String(input, StandardCharsets.UTF_8).split("\0", 3);
    write(folder.resolve("config.json"), parts, 0);
    write(folder.resolve("state.json"), parts, 1);
    write(folder.resolve("health.json"), parts, 2);
    for (ContainerRecord record : files.load()) {
      files.save(record);
    }
    files.warnings().forEach(told);
    ContainerState state = files.loadState(ID);
    files.save(ID, state);
    boolean _ = state.active();
    Health health = files.loadHealth(ID);
    if (health != null) {
      files.save(ID, health);
    }
  }

  private static void write(Path file, String[] parts, int index) throws IOException {
    if (index < parts.length) {
      Files.writeString(file, parts[index]);
    } else {
      Files.deleteIfExists(file);
    }
  }
}
