package dev.jdock.api.exec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.api.container.ConsoleBody;
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
import dev.jdock.linux.socket.HangUps;
import dev.jdock.runtime.engine.ConsoleSize;
import dev.jdock.runtime.engine.Exec;
import dev.jdock.runtime.engine.ExecSpec;
import dev.jdock.runtime.engine.Execs;
import dev.jdock.runtime.engine.Streams;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** {@code /exec}, and how one comes to be. */
public final class ExecRoutes {
  private final Execs execs;

  private ExecRoutes(Execs execs) {
    this.execs = execs;
  }

  public static void addTo(Router router, Execs execs) {
    ExecRoutes routes = new ExecRoutes(execs);
    router
        .add("POST", "/containers/{id...}/exec", Manner.WORK, routes::create)
        .add("POST", "/exec/{id}/start", Manner.TAKE_OVER, routes::start)
        .add("POST", "/exec/{id}/resize", Manner.WORK, routes::resize)
        .add("GET", "/exec/{id}/json", Manner.WORK, routes::inspect);
  }

  private void create(Request request, Response response) throws IOException, InterruptedException {
    Fields fields = Fields.of(request.json());
    if (fields.texts("Cmd").isEmpty()) {
      throw HttpFailure.badRequest("No exec command specified");
    }
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
            fields.textOrNull("DetachKeys"),
            console(request, fields));
    String id = execs.create(request.parameter("id"), spec);
    response.json(201, Json.object().put("Id", id));
  }

  /** Clients before 1.42 say nothing that counts. */
  private static ConsoleSize console(Request request, Fields fields) {
    ConsoleSize size = ConsoleBody.read(fields);
    return request.version().isAtLeast(42) ? size : ConsoleSize.NONE;
  }

  private void start(Request request, Response response) throws IOException, InterruptedException {
    Fields fields = Fields.of(request.jsonOrEmpty());
    String id = request.parameter("id");
    ConsoleSize console = console(request, fields);
    JsonNode prepared = execs.inspect(id);
    if (fields.flag("Detach")) {
      try (Exec _ = execs.start(id, Streams.none())) {
        response.empty(200);
      }
      return;
    }
    // Frames or none by what the client says now, whatever the process has.
    boolean terminal = fields.flag("Tty");
    Takeover client =
        response.takeOver(request, "tcp", StreamType.of(terminal).mediaType(request.version()));
    FramedOutput framed = new FramedOutput(client.out());
    Streams streams =
        new Streams(
            prepared.path("OpenStdin").asBoolean() ? client.in() : null,
            terminal ? client.out() : framed.stdout(),
            terminal ? null : framed.stderr(),
            new byte[0]);
    try (HangUps.Watch _ = client.interruptOnHangUp();
        Exec exec = execs.start(id, streams, terminal ? console : ConsoleSize.NONE)) {
      exec.await();
    } catch (JdockException e) {
      // The head is out: what went wrong is for the user's terminal to show, as in Docker.
      byte[] text = (e.getMessage() + "\r\n").getBytes(StandardCharsets.UTF_8);
      (terminal ? client.out() : framed.stdout()).write(text);
    }
    client.endOutput();
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
