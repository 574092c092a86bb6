package dev.jdock.runtime.machine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.oci.Json;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.exec.ExecInContainer;
import dev.jdock.runtime.engine.ConsoleSize;
import dev.jdock.runtime.engine.Exec;
import dev.jdock.runtime.engine.ExecSpec;
import dev.jdock.runtime.engine.Execs;
import dev.jdock.runtime.engine.Streams;
import java.util.List;

/** Finds the further process that a request means. */
final class EngineExecs implements Execs {
  private final ContainerParts parts;

  EngineExecs(ContainerParts parts) {
    this.parts = parts;
  }

  @Override
  public String create(String container, ExecSpec spec) throws InterruptedException {
    Container found = parts.registry.find(container);
    try {
      ExecInContainer exec = parts.execs.prepare(found, container, spec);
      parts.startedExecs.add(exec);
      return exec.id();
    } catch (RuntimeException e) {
      throw FindContainer.meanwhileRemoved(e, found, container);
    }
  }

  @Override
  public Exec start(String exec, Streams streams, ConsoleSize console) throws InterruptedException {
    ExecInContainer found = parts.startedExecs.find(exec);
    try {
      found.start(streams, console);
      return found;
    } catch (RuntimeException e) {
      throw FindContainer.meanwhileRemoved(e, found.container(), found.container().id());
    }
  }

  @Override
  public JsonNode inspect(String exec) {
    ExecInContainer found = parts.startedExecs.find(exec);
    ExecSpec spec = found.spec();
    ObjectNode json = Json.object();
    json.put("ID", found.id()).put("Running", found.running());
    json.put("ExitCode", found.exitCodeNow());
    json.set("ProcessConfig", processConfig(found));
    json.put("OpenStdin", spec.stdin()).put("OpenStderr", spec.stderr());
    json.put("OpenStdout", spec.stdout()).put("CanRemove", false);
    json.put("ContainerID", found.container().id());
    json.put("DetachKeys", found.detachKeys()).put("Pid", found.pid());
    return json;
  }

  private static ObjectNode processConfig(ExecInContainer exec) {
    ExecSpec spec = exec.spec();
    List<String> command = spec.command();
    String user = spec.user();
    ObjectNode json = Json.object();
    json.put("tty", spec.tty()).put("entrypoint", command.getFirst());
    json.set("arguments", Json.array(command.subList(1, command.size())));
    json.put("privileged", spec.privileged());
    if (user == null || user.isEmpty()) {
      user = exec.container().record().config().user();
    }
    if (!user.isEmpty()) {
      json.put("user", user);
    }
    return json;
  }

  @Override
  public void resize(String exec, int rows, int columns) {
    parts.startedExecs.find(exec).resize(rows, columns);
  }
}
