package dev.jdock.runtime.machine;

import dev.jdock.image.content.DurableFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.UUID;

/** What one state root is known by, as long as it exists: {@code ID} of {@code info}. */
final class EngineIdentity {
  private static final String FILE = "engine-id";

  private EngineIdentity() {}

  /** Made up at the first call. */
  static synchronized String of(Path root) throws IOException {
    Path file = root.resolve(FILE);
    try {
      return Files.readString(file).strip();
    } catch (NoSuchFileException first) {
      String id = UUID.randomUUID().toString();
      DurableFiles.replace(file, id.getBytes(StandardCharsets.UTF_8));
      return id;
    }
  }
}
