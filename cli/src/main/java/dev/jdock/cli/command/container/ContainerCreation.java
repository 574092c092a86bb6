package dev.jdock.cli.command.container;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.command.syntax.ImageName;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.error.Reason;
import dev.jdock.runtime.engine.ContainerSpec;
import dev.jdock.runtime.engine.Created;
import dev.jdock.runtime.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes a container for run and create: the image where it is missing, the id file, warnings. */
final class ContainerCreation {
  private final Engine engine;
  private final Invocation invocation;
  private final ContainerOptions options;

  ContainerCreation(Engine engine, Invocation invocation, ContainerOptions options) {
    this.engine = engine;
    this.invocation = invocation;
    this.options = options;
  }

  /**
   * Makes the container, and fetches its image where that is missing.
   *
   * @return the new container's id
   * @throws IllegalArgumentException when the id file is there already or cannot be made
   */
  String create(ContainerSpec spec) throws InterruptedException {
    ImageName.flaw(spec.image())
        .ifPresent(flaw -> {
          throw new IllegalArgumentException(flaw);
        });
    Path idFile = reserveIdFile();
    try {
      Created created = createWithImage(spec);
      created.warnings().forEach(warning -> invocation.err().println("WARNING: " + warning));
      if (idFile != null) {
        write(idFile, created.id());
      }
      return created.id();
    } catch (RuntimeException | InterruptedException e) {
      if (idFile != null) {
        remove(idFile, e);
      }
      throw e;
    }
  }

  private Created createWithImage(ContainerSpec spec) throws InterruptedException {
    ImageSupply supply = new ImageSupply(engine.images(), invocation, options);
    if (options.pullsAlways()) {
      supply.pull(spec.image());
    }
    try {
      return engine.containers().create(spec, options.platform());
    } catch (JdockException e) {
      if (!options.pullsMissing() || !lacksImage(e)) {
        throw e;
      }
    }
    supply.fetchMissing(spec.image());
    return engine.containers().create(spec, options.platform());
  }

  /** An image of another platform than the one asked for counts as missing. */
  private static boolean lacksImage(JdockException failure) {
    String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    return failure.kind() == JdockException.Kind.NOT_FOUND
        && (message.startsWith("no such image") || message.startsWith("image with reference "));
  }

  private @Nullable Path reserveIdFile() {
    String name = options.cidFile();
    if (name == null || name.isEmpty()) {
      return null;
    }
    Path file = invocation.resolveEntry(name);
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IllegalArgumentException(
          "container ID file found, make sure the other container isn't running or delete " + name);
    }
    try {
      return Files.createFile(file);
    } catch (IOException e) {
      throw new IdFileException(
          "failed to create the container ID file: open " + name + ": " + Reason.withoutFile(e), e);
    }
  }

  private static void write(Path file, String id) {
    try {
      Files.writeString(file, id);
    } catch (IOException e) {
      throw CommandFailure.of(
          "failed to write the container ID to the file: " + Reason.withoutFile(e));
    }
  }

  private static void remove(Path file, Exception cause) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }
}
