package dev.jdock.image.registry;

/** The user's logins. Called when a registry requires one, from any thread. */
@FunctionalInterface
public interface Credentials {
  /**
   * @param registry its host name, with port if any: {@code docker.io} for Docker Hub
   */
  Credential of(String registry);

  static Credentials none() {
    return registry -> new Credential.Anonymous();
  }
}
