package dev.jdock.runtime.engine;

import dev.jdock.image.build.BuildRequest;
import dev.jdock.image.build.ReceivedContext;
import java.io.InputStream;

/** Image builds. */
public interface Builds {
  /**
   * Builds, telling {@code request.progress()} what happens. Interrupting the thread cancels.
   *
   * @return the image's id, {@code sha256:…}
   */
  String build(BuildRequest request) throws InterruptedException;

  /**
   * Reads a stream to its end and keeps what came as a build's context; the caller closes it.
   *
   * @param in an archive, plain or compressed, or a Dockerfile without anything beside it
   */
  ReceivedContext receive(InputStream in);

  /**
   * Forgets results of former builds.
   *
   * @throws dev.jdock.image.error.JdockException INVALID for a filter that makes no sense,
   *     NOT_IMPLEMENTED for one that is not looked at here
   */
  Pruned prune(BuildPrune request);
}
