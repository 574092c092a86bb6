package dev.jdock.cli.command.registry;

import dev.jdock.cli.config.DockerConfig;
import java.util.List;
import java.util.Optional;

/**
 * A registry as the user of login and logout names it.
 *
 * @param key what its login is kept under
 */
record Server(String key) {
  static Server of(List<String> arguments) {
    String named = arguments.isEmpty() ? "" : arguments.getFirst();
    return new Server(DockerConfig.key(named));
  }

  boolean isHub() {
    return key.equals(DockerConfig.HUB);
  }

  /** As the engine wants it. */
  String registry() {
    return isHub() ? "docker.io" : key;
  }

  /** The names under which older clients may have kept its login. */
  List<String> allKeys() {
    return isHub() ? List.of(key) : List.of(key, "http://" + key, "https://" + key);
  }

  /** What hint to give at the prompt. */
  Optional<String> hint() {
    return isHub()
        ? Optional.of(
            "Log in with your Docker ID or email address to push and pull images from Docker Hub."
                + " A personal access token will do as password.")
        : Optional.empty();
  }
}
