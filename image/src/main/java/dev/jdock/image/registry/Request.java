package dev.jdock.image.registry;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that can be sent more than once.
 *
 * @param headers name, value, name, value, …
 * @param body null for none
 */
record Request(String method, URI uri, List<String> headers, @Nullable Body body) {

  /**
   * @param length in bytes
   * @param meter receives the number of bytes that are sent
   */
  record Body(long length, RemoteRepository.Content content, RemoteRepository.Meter meter) {}

  Request {
    headers = List.copyOf(headers);
  }

  static Request get(URI uri) {
    return new Request("GET", uri, List.of(), null);
  }

  static Request head(URI uri) {
    return new Request("HEAD", uri, List.of(), null);
  }

  static Request post(URI uri) {
    return new Request("POST", uri, List.of(), null);
  }

  Request with(String name, String value) {
    List<String> more = new ArrayList<>(headers);
    more.add(name);
    more.add(value);
    return new Request(method, uri, more, body);
  }

  Request body(Body newBody) {
    return new Request(method, uri, headers, newBody);
  }

  Request at(URI elsewhere) {
    return new Request(method, elsewhere, headers, body);
  }

  boolean reads() {
    return method.equals("GET") || method.equals("HEAD");
  }

  /** Before a message about it: without what an address may carry in secret. */
  String prefix() {
    return RegistryFailure.request(method, redacted(uri));
  }

  /** Queries hold signatures and tokens. */
  static String redacted(URI uri) {
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return uri.getScheme() + "://" + uri.getHost() + port + path;
  }
}
