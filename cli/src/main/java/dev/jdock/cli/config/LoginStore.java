package dev.jdock.cli.config;

/**
 * Where logins are kept. A server is named as in {@code config.json}: a host name, with port if
 * any, or {@code https://index.docker.io/v1/}.
 *
 * <p>All methods throw {@link dev.jdock.image.error.JdockException} when the store does not work.
 */
public interface LoginStore {
  /** {@link Login#NONE} where there is none. */
  Login get(String server) throws InterruptedException;

  void store(String server, Login login) throws InterruptedException;

  /** Does nothing where there is none. */
  void erase(String server) throws InterruptedException;
}
