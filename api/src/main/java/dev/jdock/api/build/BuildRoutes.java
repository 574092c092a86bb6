package dev.jdock.api.build;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.api.buildkit.RequestedBuilds;
import dev.jdock.api.http.HttpFailure;
import dev.jdock.api.http.Json;
import dev.jdock.api.http.Manner;
import dev.jdock.api.http.Query;
import dev.jdock.api.http.Request;
import dev.jdock.api.http.Response;
import dev.jdock.api.http.Router;
import dev.jdock.api.image.AuthHeader;
import dev.jdock.api.stream.ProgressLines;
import dev.jdock.image.build.BuildRequest;
import dev.jdock.image.build.BuildRequest.DockerfileSource;
import dev.jdock.image.build.ReceivedContext;
import dev.jdock.image.build.git.GitAccess;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Reference;
import dev.jdock.runtime.engine.BuildPrune;
import dev.jdock.runtime.engine.Builds;
import dev.jdock.runtime.engine.Pruned;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code /build}, by the classic builder's rules or by BuildKit's, and its cache. */
public final class BuildRoutes {
  private static final String IGNORE = ".dockerignore";

  private final Builds builds;
  private final BuildkitBuild buildkit;
  private final Map<String, String> environment;

  private BuildRoutes(Builds builds, RequestedBuilds requested, Map<String, String> environment) {
    this.builds = builds;
    this.buildkit = new BuildkitBuild(requested, environment);
    this.environment = environment;
  }

  /**
   * @param requested those in BuildKit's way
   * @param environment the engine's own, for the proxies
   */
  public static void addTo(
      Router router, Builds builds, RequestedBuilds requested, Map<String, String> environment) {
    BuildRoutes routes = new BuildRoutes(builds, requested, environment);
    router
        .add("POST", "/build", Manner.TRANSFER, routes::build)
        .add("POST", "/build/cancel", Manner.BRIEF, routes.buildkit::cancel)
        .add("POST", "/build/prune", Manner.WORK, routes::prune);
  }

  private void build(Request request, Response response) throws IOException, InterruptedException {
    BuildQuery query = new BuildQuery(request.query());
    if (query.isForBuildkit()) {
      buildkit.run(request, response);
      return;
    }
    query.checkClassic();
    ProgressLines lines = new ProgressLines(response);
    PrintStream out =
        new PrintStream(
            query.isQuiet() ? OutputStream.nullOutputStream() : new Lines(lines),
            false,
            StandardCharsets.UTF_8);
    ClassicProgress progress = new ClassicProgress(out);
    try (ReceivedContext context = context(request, query, progress)) {
      BuildRequest build =
          query.request(
              context,
              dockerfile(context, query.dockerfile()),
              AuthHeader.several(request, environment),
              progress);
      String id = builds.build(build);
      progress.done();
      out.flush();
      finish(lines, query, id);
    } catch (JdockException e) {
      progress.failed();
      out.flush();
      fail(response, lines, ClassicFailure.of(e, progress.begun()), e);
    }
  }

  private ReceivedContext context(Request request, BuildQuery query, ClassicProgress progress)
      throws InterruptedException {
    return query.remote().isEmpty()
        ? builds.receive(request.body())
        : builds.fetch(query.remote(), GitAccess.anonymous(environment), progress);
  }

  private static DockerfileSource dockerfile(ReceivedContext context, String name)
      throws IOException {
    byte[] alone = context.dockerfile();
    if (alone != null) {
      return new DockerfileSource("Dockerfile", alone);
    }
    Path file = Path.of(name);
    try {
      return new DockerfileSource(
          String.valueOf(file.getFileName()),
          context.dockerfile(name),
          List.of(context.directory().resolve(name + IGNORE), context.directory().resolve(IGNORE)));
    } catch (JdockException e) {
      if (e.kind() != JdockException.Kind.NOT_FOUND) {
        throw e;
      }
      throw new JdockException(
          JdockException.Kind.INTERNAL, "Cannot locate specified Dockerfile: " + name, e);
    }
  }

  private static void finish(ProgressLines lines, BuildQuery query, String id) {
    if (query.isQuiet()) {
      stream(lines, id);
      return;
    }
    ObjectNode aux = Json.object();
    aux.putObject("aux").put("ID", id);
    lines.line(aux);
    stream(lines, "Successfully built " + ClassicProgress.shortId(id));
    query
        .tags()
        .forEach(tag -> stream(lines, "Successfully tagged " + Reference.parse(tag).familiar()));
  }

  private static void stream(ProgressLines lines, String line) {
    lines.line(Json.object().put("stream", line + "\n"));
  }

  private static void fail(
      Response response, ProgressLines lines, ClassicFailure failure, JdockException cause) {
    if (!response.hasBegun()) {
      throw new HttpFailure(cause.kind().httpStatus(), failure.message());
    }
    ObjectNode json = Json.error(failure.message());
    if (failure.code() > 0 && json.get("errorDetail") instanceof ObjectNode detail) {
      detail.put("code", failure.code());
    }
    lines.line(json);
  }

  private void prune(Request request, Response response) throws IOException {
    Query query = request.query();
    Pruned pruned =
        builds.prune(
            new BuildPrune(
                query.flag("all"),
                Math.max(query.numberOrZero("reserved-space"), query.numberOrZero("keep-storage")),
                query.numberOrZero("max-used-space"),
                query.numberOrZero("min-free-space"),
                query.filters()));
    response.json(200, Json.pruned("CachesDeleted", pruned));
  }

  /** Text as lines of progress, one with each flush. */
  private static final class Lines extends OutputStream {
    private final ProgressLines lines;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    Lines(ProgressLines lines) {
      this.lines = lines;
    }

    @Override
    public synchronized void write(int b) {
      said.write(b);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      said.write(bytes, offset, length);
    }

    @Override
    public synchronized void flush() {
      if (said.size() > 0) {
        lines.line(Json.object().put("stream", said.toString(StandardCharsets.UTF_8)));
        said.reset();
      }
    }
  }
}
