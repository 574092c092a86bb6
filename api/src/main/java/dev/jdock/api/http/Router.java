package dev.jdock.api.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which handler answers which path. The first route that matches is taken. */
public final class Router {
  private final List<Route> routes = new ArrayList<>();

  /** A route, once a path has been matched with it. */
  record Match(Manner manner, Handler handler, Map<String, String> parameters) {}

  private record Route(String method, RoutePattern pattern, Manner manner, Handler handler) {}

  /**
   * Adds a route.
   *
   * @param path with {@code {name}} for a segment, {@code {name...}} for several
   */
  public Router add(String method, String path, Manner manner, Handler handler) {
    routes.add(new Route(method, new RoutePattern(path), manner, handler));
    return this;
  }

  /** Each as {@code METHOD /path/{name}}. */
  public List<String> names() {
    return routes.stream().map(route -> route.method + " " + route.pattern).toList();
  }

  @Nullable Match match(String method, List<String> path) {
    for (Route route : routes) {
      if (route.method.equals(method)) {
        Map<String, String> parameters = route.pattern.match(path);
        if (parameters != null) {
          return new Match(route.manner, route.handler, parameters);
        }
      }
    }
    return null;
  }
}
