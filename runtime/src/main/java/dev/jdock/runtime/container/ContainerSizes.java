package dev.jdock.runtime.container;

import dev.jdock.image.error.JdockException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.atomic.AtomicLong;

/** How much a container holds. */
final class ContainerSizes {
  private ContainerSizes() {}

  /** Bytes it has written, and those together with its image's. */
  static long[] of(ContainerRuntime runtime, ContainerRecord record) {
    long written = written(runtime.files().upper(record.id()));
    long image =
        runtime
            .images()
            .tryFind(record.imageId())
            .map(dev.jdock.image.store.Image::size)
            .orElse(0L);
    return new long[] {written, image + written};
  }

  private static long written(Path upper) {
    AtomicLong total = new AtomicLong();
    try {
      Files.walkFileTree(
          upper,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (attributes.isRegularFile()) {
                total.addAndGet(attributes.size());
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
              if (e instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
              }
              throw e;
            }
          });
    } catch (IOException e) {
      throw JdockException.internal("cannot measure " + upper + ": " + e.getMessage(), e);
    }
    return total.get();
  }
}
