package dev.jdock.api.buildkit;

import dev.jdock.image.build.StepLimits;
import dev.jdock.image.registry.Credentials;
import java.util.List;
import java.util.Map;

/**
 * A build that one request asks for, in BuildKit's way.
 *
 * @param peer whose it is
 * @param id by which it can be cancelled, and its context be sent; empty for none
 * @param session that lends files, secrets and logins; empty for none
 * @param source where the context is
 * @param options of the frontend for Dockerfiles, by its names
 * @param outputs where the result goes; the engine's store is {@code moby}
 * @param inlineCache whether the image is to have its cache with it
 * @param limits of the steps
 * @param security options of the steps, as {@code --security-opt} has them
 * @param logins for what the session lends none
 */
public record RequestedBuild(
    String peer,
    String id,
    String session,
    Source source,
    Map<String, String> options,
    List<Output> outputs,
    boolean inlineCache,
    boolean squash,
    StepLimits limits,
    List<String> security,
    Credentials logins) {
  public RequestedBuild {
    options = Map.copyOf(options);
    outputs = List.copyOf(outputs);
    security = List.copyOf(security);
  }

  /** Where a context comes from. */
  public enum Source {
    /** The body of the request. */
    BODY,
    /** The body of another request. */
    UPLOAD,
    /** Folders of the session, or what the option {@code context} says. */
    ELSEWHERE
  }

  /**
   * Where a result goes.
   *
   * @param type of BuildKit's exporters
   */
  public record Output(String type, Map<String, String> attributes) {
    public Output {
      attributes = Map.copyOf(attributes);
    }
  }
}
