package dev.jdock.api.buildkit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.api.grpc.GrpcAnswer;
import dev.jdock.api.grpc.GrpcFailure;
import dev.jdock.api.grpc.GrpcMethod;
import dev.jdock.api.grpc.ProtoMessage;
import dev.jdock.api.grpc.ProtoWriter;
import dev.jdock.api.http.Json;
import dev.jdock.image.build.BuildRequest;
import dev.jdock.image.dockerfile.DockerfileException;
import dev.jdock.image.dockerfile.SourceRange;
import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.Builds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code moby.buildkit.v1.frontend.LLBBridge}: where a client, in BuildKit's eyes a frontend by
 * itself, has Dockerfiles solved.
 */
final class Gateway {
  private static final String SERVICE = "moby.buildkit.v1.frontend.LLBBridge/";
  private static final String BUILD_ID = "buildkit-controlapi-buildid";
  private static final String DOCKERFILE = "dockerfile.v0";
  private static final String SOURCE_TYPE = "github.com/moby/buildkit/errdefs.Source+json";

  /** What clients look for before they ask. */
  private static final List<String> FRONTEND_CAPS =
      List.of(
          "solve.base",
          "solve.inlinereturn",
          "return",
          "returnmap",
          "proto.refarray",
          "frontend.caps",
          "gateway.solve.metadata",
          "gateway.warnings");

  private static final List<String> LLB_CAPS =
      List.of(
          "source.image",
          "source.local",
          "source.local.followpaths",
          "source.local.excludepatterns",
          "source.http",
          "source.git",
          "exec.meta.base",
          "exec.meta.network",
          "exec.meta.ulimit",
          "exec.cgroup.parent",
          "exec.mount.cache",
          "exec.mount.secret",
          "exec.mount.ssh",
          "file.base",
          "constraints",
          "platform",
          "meta.ignorecache",
          "meta.description",
          "meta.exportcache",
          "entitlements.security.insecure",
          "entitlements.network.host");

  private final Builds builds;
  private final Solves solves;
  private final Sessions sessions;
  private final Map<String, String> environment;

  Gateway(Builds builds, Solves solves, Sessions sessions, Map<String, String> environment) {
    this.builds = builds;
    this.solves = solves;
    this.sessions = sessions;
    this.environment = environment;
  }

  Map<String, GrpcMethod> methods() {
    Map<String, GrpcMethod> methods = new HashMap<>();
    methods.put(SERVICE + "Ping", this::ping);
    methods.put(SERVICE + "Solve", this::solve);
    methods.put(SERVICE + "Return", this::giveBack);
    return methods;
  }

  private void ping(Map<String, String> metadata, ProtoMessage request, GrpcAnswer answer)
      throws InterruptedException {
    ProtoWriter pong = new ProtoWriter();
    FRONTEND_CAPS.forEach(cap -> pong.message(1, new ProtoWriter().text(1, cap).flag(2, true)));
    LLB_CAPS.forEach(cap -> pong.message(2, new ProtoWriter().text(1, cap).flag(2, true)));
    pong.message(3, new ProtoWriter().text(1, "jdock").message(3, Control.platform()));
    answer.send(pong);
  }

  private Solve solve(Map<String, String> metadata) {
    String ref = metadata.get(BUILD_ID);
    if (ref == null) {
      throw new GrpcFailure(GrpcFailure.INVALID_ARGUMENT, "no build's id in the call");
    }
    return solves.of(metadata.getOrDefault(GrpcMethod.PEER, ""), ref);
  }

  private void solve(Map<String, String> metadata, ProtoMessage request, GrpcAnswer answer)
      throws IOException, InterruptedException {
    if (!request.text(2).equals(DOCKERFILE)) {
      throw new GrpcFailure(
          GrpcFailure.UNIMPLEMENTED,
          "jdock builds Dockerfiles: the frontend \""
              + request.text(2)
              + "\" and definitions of clients' own are not supported");
    }
    Solve solve = solve(metadata);
    ProtoMessage begun = solve.request();
    SolveStatus status = new SolveStatus(solve.ref(), solve::tell);
    BuildRequest[] asked = new BuildRequest[1];
    try {
      BuildOptions options = new BuildOptions(request.map(3));
      Session session = sessions.require(solve.peer(), begun.text(5));
      SolveRequest wanted = SolveRequest.of(begun);
      Frontend.Besides besides = Frontend.Besides.nothing(options);
      Frontend frontend =
          new Frontend(builds, session, options, wanted, besides, environment, status);
      String question = options.text("requestid");
      if (!question.isEmpty()) {
        BuildQuestion asking = new BuildQuestion(builds, question);
        answer.send(result(frontend.use(asking::answer)));
        return;
      }
      String id =
          frontend.use(build -> {
            asked[0] = build;
            return builds.build(build);
          });
      solve.built(receipt(wanted, id));
      answer.send(result());
    } catch (JdockException e) {
      GrpcFailure failure = failure(e, asked[0]);
      solve.failed(failure);
      throw failure;
    }
  }

  private static Map<String, String> receipt(SolveRequest wanted, String id) {
    Map<String, String> receipt = new LinkedHashMap<>();
    if (wanted.storesImage()) {
      receipt.put("containerimage.digest", id);
      receipt.put("containerimage.config.digest", id);
      if (!wanted.names().isEmpty()) {
        receipt.put("image.name", String.join(",", wanted.names()));
      }
    }
    return receipt;
  }

  /** A {@code Result} (3) with one reference (3), which nobody looks into. */
  private static ProtoWriter result() {
    return new ProtoWriter()
        .message(3, new ProtoWriter().message(3, new ProtoWriter().text(1, "result")));
  }

  /** A {@code Result} with nothing but what was asked for (10). */
  private static ProtoWriter result(Map<String, String> answers) {
    return new ProtoWriter().message(3, new ProtoWriter().entries(10, answers));
  }

  /** In BuildKit's words. */
  static String reason(JdockException e) {
    return e instanceof DockerfileException dockerfile
        ? dockerfile.reason()
        : String.valueOf(e.getMessage()).replaceFirst("^failed to solve: ", "");
  }

  /** With the lines of the Dockerfile that are to blame, for the client to show. */
  private static GrpcFailure failure(JdockException e, @Nullable BuildRequest build) {
    String message = reason(e);
    SourceRange range = e instanceof DockerfileException dockerfile ? dockerfile.range() : null;
    if (range == null || build == null) {
      return new GrpcFailure(GrpcFailure.UNKNOWN, message);
    }
    ObjectNode source = Json.object();
    source
        .putObject("info")
        .put("filename", build.dockerfile().name())
        .put("language", "Dockerfile")
        .put("data", build.dockerfile().content());
    ArrayNode ranges = source.putArray("ranges");
    for (int line = range.start(); line <= range.end(); line++) {
      ObjectNode each = ranges.addObject();
      each.putObject("start").put("line", line);
      each.putObject("end").put("line", line);
    }
    return new GrpcFailure(
        GrpcFailure.UNKNOWN,
        message,
        List.of(
            new GrpcFailure.Detail(
                SOURCE_TYPE, source.toString().getBytes(StandardCharsets.UTF_8))));
  }

  private void giveBack(Map<String, String> metadata, ProtoMessage request, GrpcAnswer answer)
      throws IOException, InterruptedException {
    ProtoMessage error = request.message(2);
    solve(metadata)
        .giveBack(
            error == null
                ? null
                : new GrpcFailure(
                    error.number(1) == 0 ? GrpcFailure.UNKNOWN : (int) error.number(1),
                    error.text(2)));
    answer.send(new ProtoWriter());
  }
}
