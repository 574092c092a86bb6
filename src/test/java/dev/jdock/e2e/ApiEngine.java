package dev.jdock.e2e;

import java.nio.file.Path;
import java.util.List;

/** An engine of its own that serves the API on a socket, with the small image in it. */
final class ApiEngine implements AutoCloseable {
  private final OwnRoot root;
  private final Path socket;

  private ApiEngine(OwnRoot root) {
    this.root = root;
    this.socket = root.path().resolve("api.sock");
  }

  static ApiEngine of(Jdock jdock) {
    ApiEngine engine = new ApiEngine(OwnRoot.of(jdock));
    engine.jdock().run("engine", "start", "--api", "-H", engine.address()).ok();
    return engine;
  }

  /** As clients take it. */
  String address() {
    return "unix://" + socket;
  }

  /** The program, for the same containers. */
  Jdock jdock() {
    return root.jdock();
  }

  /** Somebody else's program that speaks to this engine. */
  Jdock program(List<String> command) {
    return jdock().as(command).with("DOCKER_HOST", address());
  }

  ApiClient connect() {
    return ApiClient.to(socket);
  }

  /** How many files and sockets the engine has open. */
  int descriptors() {
    String[] names = Path.of("/proc", jdock().engine(), "fd").toFile().list();
    return names == null ? 0 : names.length;
  }

  @Override
  public void close() {
    root.close();
  }
}
