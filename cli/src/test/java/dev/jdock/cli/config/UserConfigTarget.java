package dev.jdock.cli.config;

import dev.jdock.cli.CallerFiles;
import dev.jdock.cli.Invocation;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.fuzz.FuzzTarget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A user's {@code config.json}: everything that is asked of it, and a login added. */
public final class UserConfigTarget implements FuzzTarget {
  private static final List<String> SERVERS = List.of(DockerConfig.HUB, "localhost:5000", "a.b");

  private final Path folder;

  public UserConfigTarget() throws IOException {
    this.folder = Files.createTempDirectory("jdock-e2e-fuzz-");
    folder.toFile().deleteOnExit();
  }

  @Override
  public void read(byte[] input, Consumer<String> told) throws IOException {
    Path file = folder.resolve("config.json");
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try {
      Files.write(file, input);
      DockerConfig config = DockerConfig.of(invocation(err));
      ask(config);
      for (String server : SERVERS) {
        // Anything else is a program of the user's.
        if (config.logins(server) instanceof AuthsStore auths) {
          use(auths, server, told);
        }
      }
    } finally {
      Files.deleteIfExists(file);
      err.toString(StandardCharsets.UTF_8).lines().forEach(told);
    }
  }

  private static void ask(DockerConfig config) {
    config.detachKeys();
    config.pruneFilters();
    for (String _ : List.of(config.psFormat(), config.imagesFormat(), config.statsFormat())) {
      config.keepsInFile(DockerConfig.HUB);
    }
  }

  private static void use(AuthsStore auths, String server, Consumer<String> told) {
    try {
      auths.get(server);
    } catch (JdockException refused) {
      told.accept(refused.getMessage());
    }
    try {
      auths.store(server, Login.of("user", "password"));
      auths.erase(server);
    } catch (JdockException refused) {
      told.accept(refused.getMessage());
    }
  }

  private Invocation invocation(ByteArrayOutputStream err) {
    return new Invocation(
        List.of(),
        CallerFiles.shared(folder, ProcessHandle.current().pid()),
        Map.of("DOCKER_CONFIG", folder.toString()),
        InputStream.nullInputStream(),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        // Nobody asks a file for these.
        null,
        null);
  }
}
