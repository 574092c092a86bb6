package dev.jdock.runtime.engine;

import dev.jdock.image.reference.Reference;
import dev.jdock.image.registry.Access;
import dev.jdock.image.registry.Credential;
import dev.jdock.image.registry.LoginResult;
import dev.jdock.image.registry.RemoteRepository;
import dev.jdock.image.registry.SearchResult;
import java.util.List;
import java.util.Map;

/** Registries, apart from the images in them. */
public interface RemoteRegistries {
  /**
   * Shows a login to a registry; keeping it is the caller's business.
   *
   * @param server a host name, with port if any, or an address of the registry; {@code docker.io},
   *     {@code https://index.docker.io/v1/} or empty for Docker Hub
   * @param environment the caller's, for the proxies
   * @throws dev.jdock.image.error.JdockException UNAUTHORIZED when it is refused
   */
  LoginResult login(String server, Credential credential, Map<String, String> environment);

  /**
   * Repositories that match, in the registry's order.
   *
   * @param term with a host before it to ask another one than Docker Hub
   * @param limit how many at most, up to 100; 0 for as many as usual
   * @param filters {@code is-official}, {@code is-automated}, {@code stars}, the least number
   * @throws dev.jdock.image.error.JdockException INVALID for a limit or a filter out of range
   */
  List<SearchResult> search(String term, int limit, Filters filters, Access access);

  /**
   * What a registry has of a name, without fetching it.
   *
   * @throws dev.jdock.image.error.JdockException NOT_FOUND, UNAUTHORIZED, UNAVAILABLE
   */
  Distribution distribution(Reference name, Access access);

  /**
   * A repository to look into; nothing is sent before it is used.
   *
   * @param insecure whether unknown certificates and plain HTTP will do, whatever the settings
   */
  RemoteRepository open(Reference name, boolean insecure, Access access);
}
