package dev.jdock.cli.command.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.output.Inspection;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.config.DockerConfig;
import dev.jdock.image.text.HumanSize;
import dev.jdock.runtime.engine.Engine;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code info}: Docker's lines for as many fields as the engine gives. */
@Command(description = "Display system-wide information")
public final class ShowInfo extends Action {
  @Option(
      names = {"-f", "--format"},
      paramLabel = "string",
      description = "Format with a template: json or TEMPLATE")
  private String format = "";

  public ShowInfo() {
    super(Arity.none());
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    ObjectNode info = engine.system().info().require();
    if (!format.isEmpty()) {
      Inspection.printOne(format, "system.dockerInfo", info, invocation.out());
      return 0;
    }
    PrintStream out = invocation.out();
    out.println("Client:");
    line(out, " Version:    ", info.path("ServerVersion"));
    out.println(" Context:    " + DockerConfig.of(invocation).context() + "\n Debug Mode: false\n");
    out.println("Server:");
    server(out, info);
    JsonNode warnings = info.path("Warnings");
    out.flush();
    warnings.forEach(warning -> invocation.err().println(warning.asText()));
    return 0;
  }

  private static void server(PrintStream out, JsonNode info) {
    line(out, " Containers: ", info.path("Containers"));
    line(out, "  Running: ", info.path("ContainersRunning"));
    line(out, "  Paused: ", info.path("ContainersPaused"));
    line(out, "  Stopped: ", info.path("ContainersStopped"));
    line(out, " Images: ", info.path("Images"));
    line(out, " Server Version: ", info.path("ServerVersion"));
    line(out, " Storage Driver: ", info.path("Driver"));
    info.path("DriverStatus")
        .forEach(pair -> out.println("  " + pair.path(0).asText() + ": " + pair.path(1).asText()));
    line(out, " Logging Driver: ", info.path("LoggingDriver"));
    line(out, " Cgroup Driver: ", info.path("CgroupDriver"));
    line(out, " Cgroup Version: ", info.path("CgroupVersion"));
    plugins(out, info.path("Plugins"));
    line(out, " Swarm: ", info.path("Swarm").path("LocalNodeState"));
    List<String> runtimes = new ArrayList<>();
    info.path("Runtimes").fieldNames().forEachRemaining(runtimes::add);
    if (!runtimes.isEmpty()) {
      out.println(" Runtimes: " + String.join(" ", runtimes));
    }
    line(out, " Default Runtime: ", info.path("DefaultRuntime"));
    line(out, " Init Binary: ", info.path("InitBinary"));
    securityOptions(out, info.path("SecurityOptions"));
    line(out, " Kernel Version: ", info.path("KernelVersion"));
    line(out, " Operating System: ", info.path("OperatingSystem"));
    line(out, " OSType: ", info.path("OSType"));
    line(out, " Architecture: ", info.path("Architecture"));
    line(out, " CPUs: ", info.path("NCPU"));
    if (info.has("MemTotal")) {
      out.println(" Total Memory: " + HumanSize.binary(info.path("MemTotal").asDouble()));
    }
    line(out, " Name: ", info.path("Name"));
    line(out, " ID: ", info.path("ID"));
    line(out, " Docker Root Dir: ", info.path("DockerRootDir"));
    line(out, " Debug Mode: ", info.path("Debug"));
    line(out, " HTTP Proxy: ", info.path("HttpProxy"));
    line(out, " HTTPS Proxy: ", info.path("HttpsProxy"));
    line(out, " No Proxy: ", info.path("NoProxy"));
    line(out, " Experimental: ", info.path("ExperimentalBuild"));
    line(out, " Live Restore Enabled: ", info.path("LiveRestoreEnabled"));
    out.println();
  }

  private static void line(PrintStream out, String title, JsonNode value) {
    if (!value.isMissingNode() && !value.isNull() && !value.asText().isEmpty()) {
      out.println(title + value.asText());
    }
  }

  private static void plugins(PrintStream out, JsonNode plugins) {
    if (plugins.isEmpty()) {
      return;
    }
    out.println(" Plugins:");
    for (String kind : List.of("Volume", "Network", "Log")) {
      List<String> names = new ArrayList<>();
      plugins.path(kind).forEach(name -> names.add(name.asText()));
      if (!names.isEmpty()) {
        out.println("  " + kind + ": " + String.join(" ", names));
      }
    }
  }

  /** {@code name=seccomp,profile=default} is shown as a name with a line for each further pair. */
  private static void securityOptions(PrintStream out, JsonNode options) {
    if (options.isEmpty()) {
      return;
    }
    out.println(" Security Options:");
    for (JsonNode option : options) {
      for (String pair : option.asText().split(",", -1)) {
        int equals = pair.indexOf('=');
        String key = pair.substring(0, Math.max(equals, 0));
        String value = pair.substring(equals + 1);
        if (key.isEmpty() || key.equals("name")) {
          out.println("  " + value);
        } else {
          out.println(
              "   " + Character.toUpperCase(key.charAt(0)) + key.substring(1) + ": " + value);
        }
      }
    }
  }
}
