package dev.jdock.runtime.machine;

import dev.jdock.image.reference.Reference;
import dev.jdock.image.registry.Access;
import dev.jdock.image.registry.Credential;
import dev.jdock.image.registry.Credentials;
import dev.jdock.image.registry.LoginResult;
import dev.jdock.image.registry.Registries;
import dev.jdock.image.registry.RemoteRepository;
import dev.jdock.image.registry.SearchResult;
import dev.jdock.runtime.engine.RemoteRegistries;
import java.util.List;
import java.util.Map;

/** Registries, as the front ends ask for them. */
final class EngineRegistries implements RemoteRegistries {
  private final Registries registries;

  EngineRegistries(Registries registries) {
    this.registries = registries;
  }

  @Override
  public LoginResult login(
      String registry, Credential credential, Map<String, String> environment) {
    return registries.login(registry, credential, environment);
  }

  @Override
  public List<SearchResult> search(
      String term, int limit, Credentials credentials, Map<String, String> environment) {
    return registries.search(term, limit, credentials, environment);
  }

  @Override
  public RemoteRepository open(Reference name, boolean insecure, Access access) {
    return insecure
        ? registries.openInsecure(name, access.credentials(), access.environment())
        : registries.open(name, access.credentials(), access.environment());
  }
}
