package dev.jdock.api;

import dev.jdock.api.build.BuildRoutes;
import dev.jdock.api.buildkit.BuildkitRoutes;
import dev.jdock.api.buildkit.RequestedBuilds;
import dev.jdock.api.container.ContainerRoutes;
import dev.jdock.api.exec.ExecRoutes;
import dev.jdock.api.http.ApiVersion;
import dev.jdock.api.http.Router;
import dev.jdock.api.image.ImageRoutes;
import dev.jdock.api.network.NetworkRoutes;
import dev.jdock.api.system.AbsentRoutes;
import dev.jdock.api.system.SystemRoutes;
import dev.jdock.api.volume.VolumeRoutes;
import dev.jdock.runtime.engine.Engine;
import java.util.LinkedHashMap;
import java.util.Map;

/** All endpoints of the API. */
public final class DockerApi {
  private DockerApi() {}

  /**
   * @param environment the engine's own, for the proxies of registries
   */
  public static Router router(Engine engine, Map<String, String> environment) {
    Router router = new Router();
    SystemRoutes.addTo(router, engine);
    ContainerRoutes.addTo(router, engine.containers());
    ExecRoutes.addTo(router, engine.execs());
    ImageRoutes.addTo(router, engine, environment);
    RequestedBuilds requested = BuildkitRoutes.addTo(router, engine, environment);
    BuildRoutes.addTo(router, engine.builds(), requested, environment);
    NetworkRoutes.addTo(router, engine.networks());
    VolumeRoutes.addTo(router, engine.volumes());
    AbsentRoutes.addTo(router);
    return router;
  }

  /**
   * What every answer has.
   *
   * @param version of jdock
   */
  public static Map<String, String> headers(String version) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Api-Version", ApiVersion.NEWEST.toString());
    headers.put("Docker-Experimental", "false");
    headers.put("Ostype", "linux");
    headers.put("Server", "jdock/" + version + " (linux)");
    return headers;
  }
}
