package dev.jdock.cli.command.system;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.output.Inspection;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.command.volume.VolumeDocument;
import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.Engine;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code inspect}: objects of any kind. */
@Command(description = "Return low-level information on objects")
public final class InspectObject extends Action {
  @Option(
      names = {"-f", "--format"},
      paramLabel = "string",
      description = "Format with a template: json or TEMPLATE")
  private String format = "";

  @Option(
      names = {"-s", "--size"},
      description = "Show sizes of containers")
  private boolean size;

  @Option(names = "--type", paramLabel = "string", description = "Look only among this kind")
  private String type = "";

  public InspectObject() {
    super(Arity.atLeast(1));
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    Function<String, JsonNode> find =
        switch (type) {
          case "" -> name -> any(engine, invocation, name);
          case "container" -> name -> engine.containers().inspect(name, size);
          case "image" -> name -> engine.images().inspect(name, null);
          case "volume" -> name -> VolumeDocument.of(invocation, engine.volumes().inspect(name));
          case "network" -> name -> engine.networks().inspect(name, "");
          case "config", "node", "plugin", "secret", "service", "task" ->
              throw CommandFailure.notSupported("--type " + type);
          default ->
              throw CommandFailure.of(
                  "unknown type: \""
                      + type
                      + "\": must be one of \"config\", \"container\", \"image\", \"network\","
                      + " \"node\", \"plugin\", \"secret\", \"service\", \"task\", \"volume\"");
        };
    if (size && type.equals("image")) {
      invocation.err().println("WARNING: --size ignored for image");
    }
    return new Inspection(format).print(arguments(), find, invocation.out());
  }

  private JsonNode any(Engine engine, Invocation invocation, String name) {
    try {
      return engine.containers().inspect(name, size);
    } catch (JdockException e) {
      rethrowUnlessNotFound(e);
    }
    try {
      return engine.images().inspect(name, null);
    } catch (JdockException e) {
      rethrowUnlessNotFound(e);
    }
    try {
      return VolumeDocument.of(invocation, engine.volumes().inspect(name));
    } catch (JdockException e) {
      rethrowUnlessNotFound(e);
    }
    try {
      return engine.networks().inspect(name, "");
    } catch (JdockException e) {
      rethrowUnlessNotFound(e);
    }
    throw CommandFailure.of("Error: No such object: " + name);
  }

  /** A name that cannot be an image's may still be looked for in vain. */
  private static void rethrowUnlessNotFound(JdockException e) {
    if (e.kind() != JdockException.Kind.NOT_FOUND && e.kind() != JdockException.Kind.INVALID) {
      throw e;
    }
  }
}
