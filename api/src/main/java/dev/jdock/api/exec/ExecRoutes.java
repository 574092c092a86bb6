package dev.jdock.api.exec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.api.container.TerminalSize;
import dev.jdock.api.http.HttpFailure;
import dev.jdock.api.http.Json;
import dev.jdock.api.http.Manner;
import dev.jdock.api.http.Request;
import dev.jdock.api.http.Response;
import dev.jdock.api.http.Router;
import dev.jdock.api.http.Takeover;
import dev.jdock.api.json.Fields;
import dev.jdock.api.stream.FramedOutput;
import dev.jdock.api.stream.StreamType;
import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.Exec;
import dev.jdock.runtime.engine.ExecSpec;
import dev.jdock.runtime.engine.Execs;
import dev.jdock.runtime.engine.Streams;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** {@code /exec}, and how one comes to be. */
public final class ExecRoutes {
  private static final int LARGEST_SIZE = 0xffff;

  private final Execs execs;

  private ExecRoutes(Execs execs) {
    this.execs = execs;
  }

  public static void addTo(Router router, Execs execs) {
    ExecRoutes routes = new ExecRoutes(execs);
    router
        .add("POST", "/containers/{id}/exec", Manner.WORK, routes::create)
        .add("POST", "/exec/{id}/start", Manner.TAKE_OVER, routes::start)
        .add("POST", "/exec/{id}/resize", Manner.WORK, routes::resize)
        .add("GET", "/exec/{id}/json", Manner.WORK, routes::inspect);
  }

  private void create(Request request, Response response) throws IOException, InterruptedException {
    Fields fields = Fields.of(request.json());
    if (fields.texts("Cmd").isEmpty()) {
      throw HttpFailure.badRequest("No exec command specified");
    }
    size(fields);
    ExecSpec spec =
        new ExecSpec(
            fields.texts("Cmd"),
            fields.texts("Env"),
            fields.textOrNull("User"),
            fields.textOrNull("WorkingDir"),
            fields.flag("Tty"),
            fields.flag("AttachStdin"),
            fields.flag("AttachStdout"),
            fields.flag("AttachStderr"),
            fields.flag("Privileged"),
            fields.textOrNull("DetachKeys"));
    String id = execs.create(request.parameter("id"), spec);
    response.json(201, Json.object().put("Id", id));
  }

  /** Rows and columns; null for none. */
  private static int @Nullable [] size(Fields fields) {
    if (!fields.has("ConsoleSize")) {
      return null;
    }
    int[] size = fields.integers("ConsoleSize");
    if (size.length != 2
        || size[0] < 0
        || size[1] < 0
        || size[0] > LARGEST_SIZE
        || size[1] > LARGEST_SIZE) {
      throw HttpFailure.badRequest("ConsoleSize must be rows and columns");
    }
    return size;
  }

  private void start(Request request, Response response) throws IOException, InterruptedException {
    Fields fields = Fields.of(request.jsonOrEmpty());
    String id = request.parameter("id");
    int[] size = size(fields);
    JsonNode prepared = execs.inspect(id);
    if (fields.flag("Detach")) {
      try (Exec _ = execs.start(id, Streams.none())) {
        response.empty(200);
      }
      return;
    }
    if (prepared.path("Running").asBoolean() || prepared.path("ExitCode").isNumber()) {
      throw already(id, prepared.path("Running").asBoolean());
    }
    boolean terminal = prepared.path("ProcessConfig").path("tty").asBoolean();
    Takeover client =
        response.takeOver(request, "tcp", StreamType.of(terminal).mediaType(request.version()));
    FramedOutput framed = new FramedOutput(client.out());
    Streams streams =
        new Streams(
            prepared.path("OpenStdin").asBoolean() ? client.in() : null,
            terminal ? client.out() : framed.stdout(),
            terminal ? null : framed.stderr(),
            new byte[0]);
    try (Exec exec = execs.start(id, streams)) {
      if (size != null && terminal) {
        exec.resize(size[0], size[1]);
      }
      exec.await();
    } catch (JdockException e) {
      // The head is out: what went wrong is for the user's terminal to show, as in Docker.
      byte[] text = (e.getMessage() + "\r\n").getBytes(StandardCharsets.UTF_8);
      (terminal ? client.out() : framed.stdout()).write(text);
    }
    client.endOutput();
  }

  private static JdockException already(String id, boolean running) {
    return JdockException.conflict(
        running
            ? "exec command " + id + " is already running"
            : "exec command " + id + " has already run");
  }

  private void resize(Request request, Response response) throws IOException {
    execs.resize(
        request.parameter("id"), TerminalSize.rows(request), TerminalSize.columns(request));
    response.empty(200);
  }

  private void inspect(Request request, Response response) throws IOException {
    response.json(200, execs.inspect(request.parameter("id")));
  }
}
