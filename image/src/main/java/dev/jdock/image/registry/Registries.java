package dev.jdock.image.registry;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Reference;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The way to all registries, over connections that are kept for a while. Settings and certificates
 * are read anew for each repository that is opened. Thread-safe; close it last.
 */
public final class Registries implements AutoCloseable {
  private static final String HUB = "registry-1.docker.io";
  private static final String INDEX = "index.docker.io";

  private final Path etc;
  private final Limits limits;
  private final Connections connections;

  /**
   * @param etc {@code /etc}: settings, certs.d and the system's authorities are looked up there
   */
  public Registries(Path etc, Limits limits) {
    this.etc = etc;
    this.limits = limits;
    this.connections = new Connections(limits);
  }

  /** With this machine's settings. */
  public static Registries ofMachine() {
    return new Registries(Path.of("/etc"), Limits.usual());
  }

  /**
   * Says how to reach a repository; nothing is sent before it is used.
   *
   * @param name its tag and digest do not matter
   * @param environment the user's, for the proxies
   * @throws JdockException INVALID when settings, proxies or certificates make no sense
   */
  public RemoteRepository open(
      Reference name, Credentials credentials, Map<String, String> environment) {
    return open(name, RegistrySettings.read(etc), credentials, environment);
  }

  /** As {@link #open}, but unknown certificates and plain HTTP will do for that registry. */
  public RemoteRepository openInsecure(
      Reference name, Credentials credentials, Map<String, String> environment) {
    RegistrySettings settings = RegistrySettings.read(etc).withInsecure(name.registry());
    return open(name, settings, credentials, environment);
  }

  private RemoteRepository open(
      Reference name,
      RegistrySettings settings,
      Credentials credentials,
      Map<String, String> environment) {
    Proxies proxies = Proxies.of(etc, environment);
    List<Session> mirrors = new ArrayList<>();
    if (name.registry().equals(Reference.DEFAULT_REGISTRY)) {
      for (URI mirror : settings.mirrors()) {
        boolean insecure = settings.insecure(mirror.getAuthority());
        Endpoint endpoint = new Endpoint(mirror, insecure, true);
        mirrors.add(session(endpoint, proxies, new Credential.Anonymous(), false));
      }
    }
    Credential credential = credentials.of(name.registry());
    List<Session> origins =
        endpoints(name.registry(), settings).stream()
            .map(endpoint -> session(endpoint, proxies, credential, false))
            .toList();
    return new HttpRepository(name, new Route(mirrors, origins));
  }

  /** What short names stand for, as the machine's settings have it now. */
  public ShortNames shortNames() {
    return ShortNames.read(etc);
  }

  /**
   * Shows a login to a registry.
   *
   * @param registry host name, with port if any: {@code docker.io} for Docker Hub
   * @throws JdockException UNAUTHORIZED when it is refused
   */
  public LoginResult login(
      String registry, Credential credential, Map<String, String> environment) {
    RegistrySettings settings = RegistrySettings.read(etc);
    Proxies proxies = Proxies.of(etc, environment);
    return LoginCheck.run(
        endpoints(registry, settings).stream()
            .map(endpoint -> session(endpoint, proxies, credential, true))
            .toList());
  }

  /**
   * Looks for repositories.
   *
   * @param term with a host before it to ask another one than Docker Hub
   * @param limit how many at most; 0 for as many as usual
   */
  public List<SearchResult> search(
      String term, int limit, Credentials credentials, Map<String, String> environment) {
    int most = Search.limit(limit);
    Search search = Search.parse(term);
    RegistrySettings settings = RegistrySettings.read(etc);
    Proxies proxies = Proxies.of(etc, environment);
    Credential credential = credentials.of(search.index());
    List<Endpoint> ways =
        search.index().equals(Reference.DEFAULT_REGISTRY)
            ? List.of(new Endpoint(URI.create("https://" + INDEX), false, false))
            : endpoints(search.index(), settings);
    return search.run(
        ways.stream().map(way -> session(way, proxies, credential, false)).toList(), most);
  }

  private Session session(
      Endpoint endpoint, Proxies proxies, Credential credential, boolean offline) {
    Trust trust = Trust.of(etc, endpoint.base().getAuthority(), endpoint.insecure());
    HttpClient client = connections.client(trust, proxies);
    return new Session(endpoint, new Transport(client, proxies, limits), credential, offline);
  }

  /** Ways to a registry, best first. */
  private static List<Endpoint> endpoints(String registry, RegistrySettings settings) {
    if (registry.equals(Reference.DEFAULT_REGISTRY)) {
      return List.of(new Endpoint(URI.create("https://" + HUB), false, false));
    }
    boolean insecure = settings.insecure(registry);
    List<Endpoint> endpoints = new ArrayList<>();
    endpoints.add(new Endpoint(base("https", registry), insecure, false));
    if (insecure) {
      endpoints.add(new Endpoint(base("http", registry), true, false));
    }
    return endpoints;
  }

  private static URI base(String scheme, String registry) {
    try {
      URI uri = URI.create(scheme + "://" + registry);
      if (uri.getHost() != null && registry.equals(uri.getRawAuthority())) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Told of below.
    }
    throw JdockException.invalid("invalid registry name: " + registry);
  }

  @Override
  public void close() {
    connections.close();
  }
}
