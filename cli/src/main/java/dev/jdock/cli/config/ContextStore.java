package dev.jdock.cli.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.cli.CallerFiles;
import dev.jdock.cli.Invocation;
import dev.jdock.image.content.SmallFile;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.error.Reason;
import dev.jdock.image.oci.Json;
import dev.jdock.image.reference.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The contexts that the user's clients know: in {@code contexts} beside {@code config.json}, a
 * folder for each, named by the SHA-256 of its name, as Docker's client keeps them.
 */
public final class ContextStore {
  private static final String DOCUMENT = "meta.json";

  /**
   * A name for an engine.
   *
   * @param document what {@code meta.json} says of it
   */
  public record Context(String name, ObjectNode document) {
    /** One that leads to an address. */
    public static Context of(String name, String description, String host) {
      ObjectNode document = JsonNodeFactory.instance.objectNode();
      document.put("Name", name);
      ObjectNode metadata = document.putObject("Metadata");
      if (!description.isEmpty()) {
        metadata.put("Description", description);
      }
      document
          .putObject("Endpoints")
          .putObject("docker")
          .put("Host", host)
          .put("SkipTLSVerify", false);
      return new Context(name, document);
    }

    /** As {@code DOCKER_HOST} has it; empty where the context says nothing of Docker. */
    public String host() {
      return document.path("Endpoints").path("docker").path("Host").asText("");
    }

    public String description() {
      return document.path("Metadata").path("Description").asText("");
    }
  }

  private final CallerFiles files;
  private final DockerConfig config;

  private ContextStore(CallerFiles files, DockerConfig config) {
    this.files = files;
    this.config = config;
  }

  public static ContextStore of(Invocation invocation) {
    return new ContextStore(invocation.files(), DockerConfig.of(invocation));
  }

  private Path root() {
    return config.folder().resolve("contexts");
  }

  /** Where it is kept, or would be: as the user would name it. */
  public Path metadata(String name) {
    return root().resolve("meta").resolve(id(name));
  }

  /** Where the certificates for it are, if there are any. */
  public Path certificates(String name) {
    return root().resolve("tls").resolve(id(name));
  }

  private static String id(String name) {
    return Digest.of(name.getBytes(StandardCharsets.UTF_8)).hex();
  }

  /** What Docker's client says of a context that is not there. */
  public String missing(String name) {
    return "context \"%s\": context not found: open %s: no such file or directory"
        .formatted(name, metadata(name).resolve(DOCUMENT));
  }

  /**
   * @throws JdockException for one that cannot be read
   */
  public Optional<Context> find(String name) {
    return config.isNowhere() ? Optional.empty() : read(files.target(metadata(name)));
  }

  private Optional<Context> read(Path folder) {
    try {
      byte[] content = SmallFile.read(folder.resolve(DOCUMENT));
      ObjectNode document = Json.read(content, "context in " + folder);
      return Optional.of(new Context(document.path("Name").asText(), document));
    } catch (NoSuchFileException | NotDirectoryException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw failed("read", e);
    }
  }

  /** All there are, in no order. */
  public List<Context> all() {
    if (config.isNowhere()) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(files.target(root().resolve("meta")))) {
      List<Context> contexts = new ArrayList<>();
      folders.forEach(folder -> read(folder).ifPresent(contexts::add));
      return contexts;
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (IOException e) {
      throw failed("read", e);
    }
  }

  /** Keeps a context, whole or not at all. */
  public void save(Context context) {
    try {
      Path folder = Files.createDirectories(files.target(metadata(context.name())));
      Path fresh = Files.createTempFile(folder, DOCUMENT, "");
      try {
        Files.write(fresh, Json.bytes(context.document()));
        Files.move(fresh, folder.resolve(DOCUMENT), StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (IOException e) {
      throw failed("write", e);
    }
  }

  /** Forgets a context and the certificates for it. */
  public void remove(String name) {
    try {
      delete(files.entry(metadata(name)));
      delete(files.entry(certificates(name)));
    } catch (IOException e) {
      throw failed("remove", e);
    }
  }

  /** Without following links. */
  private static void delete(Path folder) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(folder)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    } catch (NoSuchFileException e) {
      return;
    }
    for (Path path : paths) {
      Files.deleteIfExists(path);
    }
  }

  private JdockException failed(String what, IOException e) {
    return JdockException.internal(
        "cannot " + what + " contexts in " + root() + ": " + Reason.withoutFile(e), e);
  }
}
