package dev.jdock.cli.command.registry;

import dev.jdock.cli.CallerFiles;
import dev.jdock.cli.Invocation;
import dev.jdock.cli.config.DockerConfig;
import dev.jdock.image.content.SmallFile;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.error.Reason;
import dev.jdock.image.reference.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The user's lists of manifests, which no registry has yet: in {@code manifests} beside {@code
 * config.json}, a folder for a list and in it a file for a manifest, as Docker's client keeps them.
 */
final class LocalManifestLists {
  private final CallerFiles files;
  private final DockerConfig config;

  private LocalManifestLists(CallerFiles files, DockerConfig config) {
    this.files = files;
    this.config = config;
  }

  static LocalManifestLists of(Invocation invocation) {
    return new LocalManifestLists(invocation.files(), DockerConfig.of(invocation));
  }

  private Path root() {
    return config.folder().resolve("manifests");
  }

  private static String fileName(Reference name) {
    return name.toString().replace(':', '-').replace('/', '_');
  }

  private Path folder(Reference list) {
    return files.target(root().resolve(fileName(list)));
  }

  /** The manifest of that name in that list. */
  Optional<NamedManifest> find(Reference list, Reference name) {
    if (config.isNowhere()) {
      return Optional.empty();
    }
    Path file = folder(list).resolve(fileName(name));
    return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
  }

  private NamedManifest read(Path file) {
    try {
      return NamedManifest.read(SmallFile.read(file));
    } catch (JdockException e) {
      throw new JdockException(
          e.kind(), "invalid manifest file " + file.getFileName() + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw failed("read", e);
    }
  }

  /** All of a list, by the names of their files; nothing where there is no such list. */
  List<NamedManifest> read(Reference list) {
    return entries(list).stream().map(this::read).toList();
  }

  /** The same of a list that has to be there. */
  List<NamedManifest> require(Reference list) {
    List<NamedManifest> found = read(list);
    if (found.isEmpty()) {
      throw noSuch(list);
    }
    return found;
  }

  static JdockException noSuch(Reference name) {
    return JdockException.notFound("No such manifest: " + name);
  }

  boolean has(Reference list) {
    return !entries(list).isEmpty();
  }

  private List<Path> entries(Reference list) {
    if (config.isNowhere()) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder(list))) {
      return entries.sorted().toList();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (IOException e) {
      throw failed("read", e);
    }
  }

  /** Adds a manifest to a list, or takes the place of the one that has its name there. */
  void save(Reference list, NamedManifest manifest) {
    try {
      Path folder = Files.createDirectories(folder(list));
      // Beside the list: whatever is in its folder is a manifest of it.
      Path fresh = Files.createTempFile(files.target(root()), "new", "");
      try {
        Files.writeString(fresh, manifest.text());
        Files.move(
            fresh, folder.resolve(fileName(manifest.name())), StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (IOException e) {
      throw failed("write", e);
    }
  }

  /** Removes a list, with its manifests. */
  void remove(Reference list) {
    try {
      for (Path entry : entries(list)) {
        Files.deleteIfExists(entry);
      }
      Files.deleteIfExists(files.entry(root().resolve(fileName(list))));
    } catch (IOException e) {
      throw failed("remove", e);
    }
  }

  private JdockException failed(String what, IOException e) {
    return JdockException.internal(
        "cannot " + what + " manifests in " + root() + ": " + Reason.withoutFile(e), e);
  }
}
