package dev.jdock.cli.command.container;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Checked;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.command.syntax.NameValues;
import dev.jdock.cli.terminal.Terminal;
import dev.jdock.runtime.engine.ConsoleSize;
import dev.jdock.runtime.engine.ContainerSpec;
import dev.jdock.runtime.engine.ContainerSpec.Command;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The flags that run and create share. A value that Docker's client refuses throws
 * IllegalArgumentException in Docker's words, and a feature that is missing throws CommandFailure.
 */
final class ContainerOptions {
  @Mixin private NetworkOptions network = new NetworkOptions();
  @Mixin private StorageOptions storage = new StorageOptions();
  @Mixin private LifeOptions life = new LifeOptions();
  @Mixin private LogFlags log = new LogFlags();
  @Mixin private ResourceOptions resources = new ResourceOptions();
  @Mixin private IsolationOptions isolation = new IsolationOptions();
  @Mixin private WindowsOptions windows = new WindowsOptions();

  @Option(names = "--name", paramLabel = "string", description = "Name of the container")
  private @Nullable String name;

  @Option(
      names = {"-i", "--interactive"},
      description = "Keep standard input open even if not attached")
  private boolean interactive;

  @Option(
      names = {"-t", "--tty"},
      description = "Give it a terminal")
  private boolean tty;

  @Option(
      names = {"-a", "--attach"},
      paramLabel = "list",
      converter = Checked.AttachedStream.class,
      description = "Attach to STDIN, STDOUT or STDERR")
  private List<String> attach = new ArrayList<>();

  @Option(
      names = {"-e", "--env"},
      paramLabel = "list",
      converter = Checked.Environment.class,
      description = "Set environment variables")
  private List<String> env = new ArrayList<>();

  @Option(
      names = "--env-file",
      paramLabel = "list",
      description = "Read environment variables from a file")
  private List<String> envFiles = new ArrayList<>();

  @Option(
      names = {"-l", "--label"},
      paramLabel = "list",
      converter = Checked.Label.class,
      description = "Set labels")
  private List<String> labels = new ArrayList<>();

  @Option(names = "--label-file", paramLabel = "list", description = "Read labels from a file")
  private List<String> labelFiles = new ArrayList<>();

  @Option(names = "--annotation", paramLabel = "map", description = "Notes that inspection shows")
  private List<String> annotations = new ArrayList<>();

  @Option(
      names = {"-w", "--workdir"},
      paramLabel = "string",
      description = "Working directory in the container")
  private @Nullable String workingDir;

  @Option(
      names = {"-u", "--user"},
      paramLabel = "string",
      description = "User name or uid, and group (<name|uid>[:<group|gid>])")
  private @Nullable String user;

  @Option(names = "--entrypoint", paramLabel = "string", description = "Replace the ENTRYPOINT")
  private @Nullable String entrypoint;

  @Option(names = "--cidfile", paramLabel = "string", description = "Write the id to a file")
  private @Nullable String cidFile;

  @Option(
      names = "--pull",
      paramLabel = "string",
      description = "Pull the image before (always, missing, never) (default \"missing\")")
  private String pull = "missing";

  @Option(
      names = "--platform",
      paramLabel = "string",
      description = "Platform of the image (os/arch[/variant])")
  private @Nullable String platform;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print nothing about pulling")
  private boolean quiet;

  @Option(names = "--disable-content-trust", description = "Skip image verification (default true)")
  private boolean disableContentTrust = true;

  boolean tty() {
    return tty;
  }

  boolean remove() {
    return life.remove();
  }

  boolean attachGiven() {
    return !attach.isEmpty();
  }

  boolean attaches(String stream) {
    return attach.isEmpty() ? !stream.equals("stdin") || interactive : attach.contains(stream);
  }

  @Nullable String cidFile() {
    return cidFile;
  }

  boolean quiet() {
    return quiet;
  }

  boolean pullsAlways() {
    return pull.equals("always");
  }

  boolean pullsMissing() {
    return pull.equals("missing");
  }

  @Nullable String platform() {
    return platform == null || platform.isEmpty() ? null : platform;
  }

  /**
   * The request for a container that flags and arguments make.
   *
   * @param arguments image, command and its arguments
   * @param detached nothing will be attached, whatever the flags say
   */
  ContainerSpec spec(Invocation invocation, List<String> arguments, boolean detached) {
    windows.refuse();
    ContainerSpec spec =
        new ContainerSpec(
                name,
                arguments.getFirst(),
                Pairs.labels(invocation, labelFiles, labels),
                command(invocation, arguments.subList(1, arguments.size()), detached),
                resources.resources(),
                isolation.isolation(invocation),
                storage.storage(invocation),
                network.networking(),
                life.lifecycle(),
                NameValues.of(annotations))
            .withLogging(log.logging());
    checkPull();
    if (!disableContentTrust) {
      throw CommandFailure.notSupported("--disable-content-trust=false");
    }
    return spec;
  }

  private Command command(Invocation invocation, List<String> arguments, boolean detached) {
    boolean attachStdin = !detached && attaches("stdin");
    return new Command(
        entrypoint(),
        List.copyOf(arguments),
        Pairs.environment(invocation, envFiles, env),
        user == null || user.isEmpty() ? null : user,
        workingDir == null || workingDir.isEmpty() ? null : workingDir,
        tty,
        interactive,
        interactive && attachStdin,
        attachStdin,
        !detached && attaches("stdout"),
        !detached && attaches("stderr"),
        console(invocation.terminal()));
  }

  /** Docker's client tells it for containers without a terminal, too. */
  static ConsoleSize console(Terminal terminal) {
    Terminal.Size size = terminal.size();
    return terminal.outputIsTerminal()
        ? new ConsoleSize(size.rows(), size.columns())
        : ConsoleSize.NONE;
  }

  private @Nullable List<String> entrypoint() {
    if (entrypoint == null) {
      return null;
    }
    return entrypoint.isEmpty() ? List.of() : List.of(entrypoint);
  }

  private void checkPull() {
    switch (pull) {
      case "missing", "never", "always", "" -> {}
      default ->
          throw new IllegalArgumentException(
              "invalid pull option: '"
                  + pull
                  + "': must be one of \"always\", \"missing\" or \"never\"");
    }
  }
}
