package dev.jdock.runtime.machine;

import dev.jdock.image.reference.Reference;
import dev.jdock.image.registry.Access;
import dev.jdock.image.registry.Credential;
import dev.jdock.image.registry.LoginResult;
import dev.jdock.image.registry.Registries;
import dev.jdock.image.registry.RemoteRepository;
import dev.jdock.image.registry.RemoteRepository.RemoteManifest;
import dev.jdock.image.registry.SearchResult;
import dev.jdock.image.transfer.RemotePlatforms;
import dev.jdock.runtime.engine.Distribution;
import dev.jdock.runtime.engine.Filters;
import dev.jdock.runtime.engine.RemoteRegistries;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Registries, over connections that are shared. */
final class EngineRegistries implements RemoteRegistries {
  private final Registries registries;

  EngineRegistries(Registries registries) {
    this.registries = registries;
  }

  @Override
  public LoginResult login(String server, Credential credential, Map<String, String> environment) {
    return registries.login(registry(server), credential, environment);
  }

  /** Docker Hub has an address of the registry API v1 in users' settings. */
  private static String registry(String server) {
    String host = server.replaceFirst("^https?://", "").replaceFirst("/.*", "");
    return switch (host) {
      case "", "index.docker.io", "registry-1.docker.io" -> Reference.DEFAULT_REGISTRY;
      default -> host;
    };
  }

  @Override
  public List<SearchResult> search(String term, int limit, Filters filters, Access access) {
    Predicate<SearchResult> wanted = SearchFilters.predicate(filters);
    return registries.search(term, limit, access.credentials(), access.environment()).stream()
        .filter(wanted)
        .toList();
  }

  @Override
  public Distribution distribution(Reference name, Access access) {
    RemoteRepository remote = open(name, false, access);
    RemoteManifest found =
        remote.manifest(
            name.digest() == null ? String.valueOf(name.tag()) : name.digest().toString());
    return new Distribution(found.descriptor(), RemotePlatforms.of(remote, found));
  }

  @Override
  public RemoteRepository open(Reference name, boolean insecure, Access access) {
    return insecure
        ? registries.openInsecure(name, access.credentials(), access.environment())
        : registries.open(name, access.credentials(), access.environment());
  }
}
