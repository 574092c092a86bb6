package dev.jdock.api.buildkit;

import dev.jdock.api.buildkit.RequestedBuild.Source;
import dev.jdock.api.buildkit.SolveRequest.CacheEntry;
import dev.jdock.api.buildkit.SolveRequest.Exporter;
import dev.jdock.api.grpc.GrpcFailure;
import dev.jdock.image.build.BuildProgress;
import dev.jdock.image.build.Entitlement;
import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.Builds;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Builds in BuildKit's way that clients ask for without gRPC: {@code POST /build?version=2}. */
public final class RequestedBuilds {
  private final Builds builds;
  private final Supplier<Sessions> sessions;
  private final Map<String, String> environment;
  private final NamedBuilds named = new NamedBuilds();

  /**
   * @param sessions made when the first one is asked for
   * @param environment the engine's own, for the proxies
   */
  RequestedBuilds(Builds builds, Supplier<Sessions> sessions, Map<String, String> environment) {
    this.builds = builds;
    this.sessions = sessions;
    this.environment = environment;
  }

  /**
   * Builds. The build has a thread of its own, which {@link #cancel} may interrupt while this one
   * writes to the client. Interrupting this one ends the build, too.
   *
   * @param body of the request
   * @param status receives BuildKit's messages about the build, each a {@code StatusResponse}
   * @return the image's id; null where the result went elsewhere
   * @throws JdockException in BuildKit's words
   */
  public @Nullable String build(RequestedBuild asked, InputStream body, Consumer<byte[]> status)
      throws InterruptedException {
    Solve solve = new Solve(asked.peer(), UUID.randomUUID().toString());
    try (NamedBuilds.Build build = named.add(asked.peer(), asked.id())) {
      FutureTask<@Nullable String> task =
          new FutureTask<>(() -> {
            try {
              return solve(asked, build, body, new SolveStatus(solve.ref(), solve::tell));
            } finally {
              solve.end();
            }
          });
      Thread thread = Thread.ofPlatform().daemon().name("requested build").unstarted(task);
      build.start(thread);
      try {
        solve.watch(message -> status.accept(message.toBytes()));
        return task.get();
      } catch (ExecutionException e) {
        throw build.isCancelled()
            ? JdockException.internal("context canceled", e)
            : failure(e.getCause());
      } finally {
        thread.interrupt();
        awaitEnd(thread);
      }
    }
  }

  /** It reads the body of a request that must not end before. */
  private static void awaitEnd(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static RuntimeException failure(@Nullable Throwable cause) {
    return switch (cause) {
      case JdockException known -> new JdockException(known.kind(), Gateway.reason(known), known);
      case GrpcFailure lender ->
          JdockException.internal(String.valueOf(lender.getMessage()), lender);
      case RuntimeException other -> other;
      case null, default ->
          JdockException.internal(
              "the build has failed: " + cause, new IllegalStateException(cause));
    };
  }

  private @Nullable String solve(
      RequestedBuild asked, NamedBuilds.Build build, InputStream body, BuildProgress status)
      throws IOException, InterruptedException {
    BuildOptions options = new BuildOptions(asked.options());
    boolean lent = !asked.session().isEmpty();
    if (!lent && asked.source() == Source.ELSEWHERE && !options.has("context")) {
      throw JdockException.invalid(
          "failed to read dockerfile: failed to load cache key: could not access local files without session");
    }
    Session session = lent ? sessions.get().require(asked.peer(), asked.session()) : Session.NONE;
    Frontend.Body context =
        switch (asked.source()) {
          case BODY -> () -> builds.receive(body);
          case UPLOAD -> build::awaitContext;
          case ELSEWHERE -> null;
        };
    SolveRequest wanted = wanted(asked, options);
    Frontend.Besides besides =
        new Frontend.Besides(asked.limits(), asked.security(), asked.logins(), context);
    Frontend frontend =
        new Frontend(builds, session, options, wanted, besides, environment, status);
    String id = frontend.use(builds::build);
    return wanted.storesImage() ? id : null;
  }

  private static SolveRequest wanted(RequestedBuild asked, BuildOptions options) {
    return new SolveRequest(
        asked.outputs().stream()
            .map(output -> new Exporter(output.type(), output.attributes()))
            .toList(),
        options.network().equals("host") ? Set.of(Entitlement.NETWORK_HOST) : Set.of(),
        asked.inlineCache() ? List.of(new CacheEntry("inline", Map.of())) : List.of(),
        List.of(),
        asked.squash());
  }

  /** Ends a build of that user's, if there is one of that id. */
  public void cancel(String peer, String id) {
    named.cancel(peer, id);
  }

  /**
   * Brings a build of that user's its context, which it may be about to ask for.
   *
   * @throws JdockException where it does not
   */
  public void upload(String peer, String id, InputStream body) throws InterruptedException {
    named.upload(peer, id, () -> builds.receive(body));
  }
}
