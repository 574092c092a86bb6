package dev.jdock.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the tests do on the machine beside the program under test. */
final class Host {

  private Host() {}

  static Result run(String... command) {
    return run(Duration.ofMinutes(2), List.of(command));
  }

  static Result run(Duration limit, List<String> command) {
    try {
      Process process = new ProcessBuilder(command).start();
      process.getOutputStream().close();
      try (Running running = new Running(command, process)) {
        return running.await(limit);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs in a directory, with these variables on top of the tests' own, and without input. */
  static Result run(Path directory, Map<String, String> environment, String... command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      try (Running running = new Running(List.of(command), process)) {
        return running.await(Duration.ofMinutes(1));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One of its addresses that are not of its loopback interface. */
  static String address() {
    return run("hostname", "-I").text().split(" ", -1)[0];
  }

  /** A TCP port that nobody listens on now. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("0.0.0.0"))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The body that a web server answers with, empty while nobody answers or the status is an error.
   */
  static Optional<String> get(String url) {
    try (HttpClient client =
        HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(5)).build();
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      return response.statusCode() == 200 ? Optional.of(response.body()) : Optional.empty();
    } catch (IOException nobodyThere) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  static String awaitPage(String url, String fragment) {
    StringBuilder last = new StringBuilder();
    Eventually.that(
        () -> url + " answered: " + last,
        () -> {
          last.setLength(0);
          get(url).ifPresent(last::append);
          return last.indexOf(fragment) >= 0;
        });
    return last.toString();
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path write(Path file, String content) {
    try {
      Path parent = file.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      return Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes a folder with all that is in it. */
  static void deleteTree(Path root) {
    try (Stream<Path> tree = Files.walk(root)) {
      for (Path path : tree.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All files below a folder, by their paths in it. */
  static Set<String> filesBelow(Path root) {
    try (Stream<Path> tree = Files.walk(root)) {
      return tree.map(path -> root.relativize(path).toString())
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The machine runs cgroup v2 alone: limits are read from other files than on v1. */
  static boolean unifiedCgroups() {
    return Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers"));
  }

  /** The capabilities of this very process, as in /proc/self/status. */
  static long capabilities() {
    return read(Path.of("/proc/self/status"))
        .lines()
        .filter(line -> line.startsWith("CapBnd:"))
        .map(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
        .findFirst()
        .orElseThrow();
  }
}
