package dev.jdock.cli.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.jdock.cli.Invocation;
import dev.jdock.image.error.JdockException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A program {@code docker-credential-<name>} on the user's path, run with the user's environment
 * and working directory. The protocol is that of docker-credential-helpers: the verb is the
 * argument, all else is exchanged over its standard streams.
 */
final class CredentialHelper {
  private static final String PREFIX = "docker-credential-";
  private static final String NOT_FOUND = "credentials not found in native keychain";
  private static final int MOST = 1 << 20;

  /** A login as helpers know it. */
  record Secret(String user, String secret) {
    static final Secret NONE = new Secret("", "");

    @Override
    public String toString() {
      return "Secret[" + user + ", …]";
    }
  }

  private record Answer(String failure, String out) {}

  private final String program;
  private final Invocation invocation;

  CredentialHelper(String name, Invocation invocation) {
    if (name.isEmpty() || name.indexOf('/') >= 0 || name.indexOf('\0') >= 0) {
      throw JdockException.invalid("invalid credential helper name: " + name);
    }
    this.program = PREFIX + name;
    this.invocation = invocation;
  }

  /** {@link Secret#NONE} where it has none. */
  Secret get(String server) throws InterruptedException {
    Answer answer = run("get", server);
    if (!answer.failure().isEmpty()) {
      if (answer.out().equals(NOT_FOUND)) {
        return Secret.NONE;
      }
      throw failure("getting", answer);
    }
    try {
      JsonNode node = new ObjectMapper().readTree(answer.out());
      return new Secret(node.path("Username").asText(""), node.path("Secret").asText(""));
    } catch (IOException e) {
      // What it said may hold the secret.
      throw new JdockException(
          JdockException.Kind.INTERNAL, "error getting credentials - err: not JSON", e);
    }
  }

  void store(String server, Secret secret) throws InterruptedException {
    String request =
        JsonNodeFactory.instance
            .objectNode()
            .put("ServerURL", server)
            .put("Username", secret.user())
            .put("Secret", secret.secret())
            .toString();
    Answer answer = run("store", request);
    if (!answer.failure().isEmpty()) {
      throw failure("storing", answer);
    }
  }

  void erase(String server) throws InterruptedException {
    Answer answer = run("erase", server);
    if (!answer.failure().isEmpty()) {
      throw failure("erasing", answer);
    }
  }

  private static JdockException failure(String doing, Answer answer) {
    return new JdockException(
        JdockException.Kind.INTERNAL,
        "error %s credentials - err: %s, out: `%s`"
            .formatted(doing, answer.failure(), answer.out()));
  }

  private Answer run(String verb, String input) throws InterruptedException {
    Optional<Path> found = onPath();
    if (found.isEmpty()) {
      return new Answer("exec: \"" + program + "\": executable file not found in $PATH", "");
    }
    if (!invocation.files().sharesWithEngine(found.get())) {
      return new Answer(
          "exec: \""
              + program
              + "\": not run for a process that has another root or other mounts than the engine",
          "");
    }
    ProcessBuilder builder =
        new ProcessBuilder(found.get().toString(), verb).directory(directory().toFile());
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.putAll(invocation.environment());
    try {
      return converse(builder.start(), input);
    } catch (IOException e) {
      return new Answer("exec: \"" + program + "\": " + e.getMessage(), "");
    }
  }

  /** The user's, or the root where the engine does not see that. */
  private Path directory() {
    Path users = invocation.files().workingDirectory();
    return invocation.files().sharesWithEngine(users) ? users : Path.of("/");
  }

  private Answer converse(Process process, String input) throws IOException, InterruptedException {
    try {
      CompletableFuture<String> out =
          CompletableFuture.supplyAsync(() -> text(process), Thread::startVirtualThread);
      Thread complaints = Thread.startVirtualThread(() -> passOn(process));
      try (OutputStream in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // It did not want to know; its exit code tells whether that matters.
      }
      int code = process.waitFor();
      complaints.join();
      return new Answer(code == 0 ? "" : "exit status " + code, out.join().strip());
    } finally {
      process.destroyForcibly();
    }
  }

  private static String text(Process process) {
    try {
      return new String(process.getInputStream().readNBytes(MOST), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private void passOn(Process process) {
    try {
      process.getErrorStream().transferTo(invocation.err());
    } catch (IOException e) {
      // Killed.
    }
  }

  /** Not in folders named relative to where the user happens to be, as Go's os/exec has it. */
  private Optional<Path> onPath() {
    for (String folder : invocation.environment().getOrDefault("PATH", "").split(":", -1)) {
      if (!folder.startsWith("/")) {
        continue;
      }
      Path candidate = Path.of(folder).resolve(program).normalize();
      Path file = invocation.files().target(candidate);
      if (Files.isExecutable(file) && !Files.isDirectory(file)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }
}
