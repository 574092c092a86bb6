package dev.jdock.runtime.engine;

import dev.jdock.image.reference.Reference;
import dev.jdock.image.registry.Access;
import dev.jdock.image.registry.Credential;
import dev.jdock.image.registry.Credentials;
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
   * @param registry host name, with port if any: {@code docker.io} for Docker Hub
   * @param environment the user's, for the proxies
   */
  LoginResult login(String registry, Credential credential, Map<String, String> environment);

  /**
   * Repositories that match, in the registry's order.
   *
   * @param term with a host before it to ask another one than Docker Hub
   * @param limit how many at most; 0 for as many as usual
   */
  List<SearchResult> search(
      String term, int limit, Credentials credentials, Map<String, String> environment);

  /**
   * A repository to look into; nothing is sent before it is used.
   *
   * @param insecure whether unknown certificates and plain HTTP will do, whatever the settings
   */
  RemoteRepository open(Reference name, boolean insecure, Access access);
}
