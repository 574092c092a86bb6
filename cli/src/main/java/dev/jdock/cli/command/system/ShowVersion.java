package dev.jdock.cli.command.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.output.Inspection;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.config.DockerConfig;
import dev.jdock.runtime.engine.Engine;
import java.io.PrintStream;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code version}. The client is a part of the engine, and so has its version. */
@Command(description = "Show the version information")
public final class ShowVersion extends Action {
  private static final List<String> CLIENT_FIELDS =
      List.of("Version", "ApiVersion", "JavaVersion", "GitCommit", "Os", "Arch", "BuildTime");

  @Option(
      names = {"-f", "--format"},
      paramLabel = "string",
      description = "Format with a template: json or TEMPLATE")
  private String format = "";

  public ShowVersion() {
    super(Arity.none());
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    JsonNode server = engine.system().version();
    ObjectNode client = JsonNodeFactory.instance.objectNode();
    for (String field : CLIENT_FIELDS) {
      if (server.has(field)) {
        client.set(field, server.get(field));
      }
    }
    client.put("Context", DockerConfig.of(invocation).context());
    if (!format.isEmpty()) {
      ObjectNode both = JsonNodeFactory.instance.objectNode();
      both.set("Client", whole(client));
      both.set("Server", server instanceof ObjectNode object ? whole(object.deepCopy()) : server);
      Inspection.printOne(format, "system.versionInfo", both, "version", invocation.out());
      return 0;
    }
    PrintStream out = invocation.out();
    out.println("Client:");
    lines(out, " ", client);
    out.println(" Context:           " + client.path("Context").asText());
    out.println();
    out.println("Server:");
    JsonNode components = server.path("Components");
    if (components.isEmpty()) {
      out.println(" Engine:");
      lines(out, "  ", server);
    }
    for (JsonNode component : components) {
      out.println(" " + component.path("Name").asText() + ":");
      line(out, "  ", "Version", component.path("Version").asText());
      lines(out, "  ", component.path("Details"));
    }
    return 0;
  }

  /** Scripts ask for these, whether an engine in Java has them or not. */
  private static ObjectNode whole(ObjectNode version) {
    for (String field : List.of("GitCommit", "GoVersion", "BuildTime")) {
      if (!version.has(field)) {
        version.put(field, "");
      }
    }
    if (!version.has("Experimental")) {
      version.put("Experimental", false);
    }
    return version;
  }

  private static void lines(PrintStream out, String indent, JsonNode details) {
    if (details.has("Version")) {
      line(out, indent, "Version", details.path("Version").asText());
    }
    if (details.has("ApiVersion")) {
      String minimum = details.path("MinAPIVersion").asText("");
      line(
          out,
          indent,
          "API version",
          details.path("ApiVersion").asText()
              + (minimum.isEmpty() ? "" : " (minimum version " + minimum + ")"));
    }
    if (!details.path("GoVersion").asText("").isEmpty()) {
      line(out, indent, "Go version", details.path("GoVersion").asText());
    }
    optional(out, indent, "Java version", details.path("JavaVersion"));
    optional(out, indent, "Git commit", details.path("GitCommit"));
    optional(out, indent, "Built", details.path("BuildTime"));
    if (details.has("Os")) {
      line(
          out,
          indent,
          "OS/Arch",
          details.path("Os").asText() + "/" + details.path("Arch").asText());
    }
    optional(out, indent, "Experimental", details.path("Experimental"));
  }

  private static void optional(PrintStream out, String indent, String title, JsonNode value) {
    if (!value.isMissingNode()) {
      line(out, indent, title, value.asText());
    }
  }

  private static void line(PrintStream out, String indent, String title, String value) {
    out.println("%-20s%s".formatted(indent + title + ":", value).stripTrailing());
  }
}
