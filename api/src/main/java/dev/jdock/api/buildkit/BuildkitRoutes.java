package dev.jdock.api.buildkit;

import dev.jdock.api.grpc.GrpcServer;
import dev.jdock.api.http.HttpFailure;
import dev.jdock.api.http.Manner;
import dev.jdock.api.http.Request;
import dev.jdock.api.http.Response;
import dev.jdock.api.http.Router;
import dev.jdock.runtime.engine.Engine;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code POST /grpc} and {@code POST /session}. gRPC is loaded when the first client comes. */
public final class BuildkitRoutes {
  private final Engine engine;
  private final Map<String, String> environment;
  private @Nullable Sessions sessions;
  private @Nullable GrpcServer server;

  private BuildkitRoutes(Engine engine, Map<String, String> environment) {
    this.engine = engine;
    this.environment = environment;
  }

  /**
   * @param environment the engine's own, for the proxies
   * @return builds that are asked for elsewhere, with the sessions of these clients
   */
  public static RequestedBuilds addTo(
      Router router, Engine engine, Map<String, String> environment) {
    BuildkitRoutes routes = new BuildkitRoutes(engine, environment);
    router
        .add("POST", "/grpc", Manner.TAKE_OVER, routes::grpc)
        .add("POST", "/session", Manner.TAKE_OVER, routes::session);
    return new RequestedBuilds(engine.builds(), routes::sessions, environment);
  }

  private void grpc(Request request, Response response) throws IOException, InterruptedException {
    if (!request.upgradesTo("h2c")) {
      throw HttpFailure.badRequest("no upgrade to h2c in request");
    }
    server().serve(response.takeOver(request, "h2c", null));
  }

  private void session(Request request, Response response)
      throws IOException, InterruptedException {
    sessions().serve(request, response);
  }

  private synchronized Sessions sessions() {
    Sessions known = sessions;
    if (known == null) {
      known = new Sessions();
      sessions = known;
    }
    return known;
  }

  private synchronized GrpcServer server() {
    GrpcServer known = server;
    if (known == null) {
      Solves solves = new Solves();
      var methods = new HashMap<>(new Control(engine, solves).methods());
      methods.putAll(new Gateway(engine.builds(), solves, sessions(), environment).methods());
      known = new GrpcServer(methods);
      server = known;
    }
    return known;
  }
}
