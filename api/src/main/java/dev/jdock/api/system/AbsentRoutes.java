package dev.jdock.api.system;

import dev.jdock.api.http.Handler;
import dev.jdock.api.http.HttpFailure;
import dev.jdock.api.http.Json;
import dev.jdock.api.http.Manner;
import dev.jdock.api.http.Router;
import java.util.List;

/**
 * What Docker has and jdock has not: swarms and plugins. The answers are those of a daemon that is
 * in no swarm, and of one without plugins.
 */
public final class AbsentRoutes {
  private static final List<String> SWARM =
      List.of(
          "GET /swarm",
          "POST /swarm/leave",
          "POST /swarm/update",
          "GET /swarm/unlockkey",
          "POST /swarm/unlock",
          "GET /nodes",
          "GET /nodes/{id}",
          "DELETE /nodes/{id}",
          "POST /nodes/{id}/update",
          "GET /services",
          "POST /services/create",
          "GET /services/{id}",
          "DELETE /services/{id}",
          "POST /services/{id}/update",
          "GET /services/{id}/logs",
          "GET /tasks",
          "GET /tasks/{id}",
          "GET /tasks/{id}/logs",
          "GET /secrets",
          "POST /secrets/create",
          "GET /secrets/{id}",
          "DELETE /secrets/{id}",
          "POST /secrets/{id}/update",
          "GET /configs",
          "POST /configs/create",
          "GET /configs/{id}",
          "DELETE /configs/{id}",
          "POST /configs/{id}/update");

  /** How a machine would come into a swarm. */
  private static final List<String> SWARM_BEGIN = List.of("POST /swarm/init", "POST /swarm/join");

  /** How a machine would come to plugins. */
  private static final List<String> PLUGINS =
      List.of("GET /plugins/privileges", "POST /plugins/pull", "POST /plugins/create");

  private static final List<String> PLUGIN =
      List.of(
          "GET /plugins/{name...}/json",
          "DELETE /plugins/{name...}",
          "POST /plugins/{name...}/enable",
          "POST /plugins/{name...}/disable",
          "POST /plugins/{name...}/upgrade",
          "POST /plugins/{name...}/push",
          "POST /plugins/{name...}/set");

  private AbsentRoutes() {}

  public static void addTo(Router router) {
    add(
        router,
        SWARM,
        failing(
            503,
            "This node is not a swarm manager. Use \"docker swarm init\" or \"docker swarm join\" to"
                + " connect this node to swarm and try again."));
    add(router, SWARM_BEGIN, failing(501, "swarms are not supported by jdock"));
    router.add(
        "GET",
        "/plugins",
        Manner.BRIEF,
        (request, response) -> response.json(200, Json.mapper().createArrayNode()));
    add(router, PLUGINS, failing(501, "plugins are not supported by jdock"));
    add(
        router,
        PLUGIN,
        (request, response) -> {
          throw new HttpFailure(404, "plugin \"" + request.parameter("name") + "\" not found");
        });
  }

  private static Handler failing(int status, String message) {
    return (request, response) -> {
      throw new HttpFailure(status, message);
    };
  }

  private static void add(Router router, List<String> routes, Handler handler) {
    for (String route : routes) {
      int space = route.indexOf(' ');
      router.add(route.substring(0, space), route.substring(space + 1), Manner.BRIEF, handler);
    }
  }
}
