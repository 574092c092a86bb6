package dev.jdock.cli.command;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.shell.Catalogue;
import dev.jdock.cli.command.syntax.Parser;
import dev.jdock.cli.command.syntax.Surface;
import dev.jdock.cli.format.DockerHelp;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import picocli.CommandLine.Model.CommandSpec;

/** What {@code --help} prints, laid out as Docker's: the commands and flags that jdock has. */
final class Help implements Catalogue {
  /** Those that Docker puts first, in its order. */
  private static final List<String> COMMON =
      List.of(
          "run", "exec", "ps", "build", "pull", "push", "images", "login", "logout", "search",
          "version", "info");

  private static final Map<String, String> GROUPS =
      Map.of(
          "builder", "Manage builds",
          "cache", "Manage the folders of cache mounts",
          "buildx", "Build images, one or many at a time",
          "imagetools", "Work on images in registries",
          "manifest", "Manage Docker image manifests and manifest lists",
          "engine", "Manage the process that keeps the containers",
          "recipe", "Look at the images that jdock can build by itself",
          "system", "Manage jdock",
          "trust", "Manage trust on images",
          "swarm", "Manage Swarm");

  private final CommandTable table;

  Help(CommandTable table) {
    this.table = table;
  }

  void root(Invocation invocation, PrintStream out) {
    out.println("Usage:  jdock [OPTIONS] COMMAND\n");
    out.println("A container runtime with Docker's command line\n");
    List<CommandTable.Found> top = below("");
    Predicate<CommandTable.Found> common = command -> COMMON.contains(command.entry().path());
    section(
        out,
        "Common Commands",
        top.stream()
            .filter(common)
            .sorted(Comparator.comparingInt(command -> COMMON.indexOf(command.entry().path())))
            .toList());
    section(
        out,
        "Management Commands",
        top.stream().filter(command -> command.entry().isGroup()).toList());
    section(
        out,
        "Commands",
        top.stream()
            .filter(common.negate())
            .filter(command -> !command.entry().isGroup())
            .toList());
    out.println("Global Options:");
    out.print(DockerHelp.options(RootFlags.spec(), columns(invocation)));
    out.println("\nRun 'jdock COMMAND --help' for more information on a command.");
  }

  void group(Surface.Entry group, PrintStream out) {
    out.println("Usage:  jdock " + group.path() + " COMMAND\n");
    List<CommandTable.Found> members = below(group.path() + " ");
    if (members.isEmpty()) {
      out.println("Not supported yet");
      return;
    }
    out.println(groupDescription(group.path()) + "\n");
    section(out, "Commands", members);
    out.println(
        "Run 'jdock " + group.path() + " COMMAND --help' for more information on a command.");
  }

  /** The supported commands right below a group, by name; those groups that hold any. */
  private List<CommandTable.Found> below(String prefix) {
    return table.all().stream()
        .filter(command -> command.entry().path().startsWith(prefix))
        .filter(command -> command.entry().path().indexOf(' ', prefix.length()) < 0)
        .filter(command -> !command.entry().path().equals(CommandLineFrontEnd.COMPLETE))
        .filter(this::supported)
        .sorted(Comparator.comparing(command -> command.entry().path()))
        .toList();
  }

  private boolean supported(CommandTable.Found command) {
    return command.entry().isGroup()
        ? !below(command.entry().path() + " ").isEmpty()
        : command.action() != null;
  }

  @Override
  public List<Described> members(String group) {
    return below(group.isEmpty() ? "" : group + " ").stream().map(Help::described).toList();
  }

  @Override
  public Optional<Described> find(String path) {
    return table.find(path).filter(this::supported).map(Help::described);
  }

  private static Described described(CommandTable.Found command) {
    return new Described(
        command.entry(),
        description(command),
        Optional.ofNullable(command.action())
            .map(action -> new Parser(command.entry(), action.get()).spec()));
  }

  private static void section(PrintStream out, String title, List<CommandTable.Found> commands) {
    if (commands.isEmpty()) {
      return;
    }
    List<List<String>> lines = new ArrayList<>();
    for (CommandTable.Found command : commands) {
      String path = command.entry().path();
      lines.add(List.of(path.substring(path.lastIndexOf(' ') + 1), description(command)));
    }
    out.println(DockerHelp.section(title, lines));
  }

  private static String description(CommandTable.Found command) {
    return command.action() == null
        ? groupDescription(command.entry().path())
        : String.join(
            " ",
            CommandSpec.forAnnotatedObject(command.action().get()).usageMessage().description());
  }

  private static String groupDescription(String path) {
    String name = path.substring(path.lastIndexOf(' ') + 1);
    return GROUPS.getOrDefault(name, "Manage " + name + "s");
  }

  void command(Surface.Entry entry, CommandSpec spec, Invocation invocation) {
    invocation
        .out()
        .print(DockerHelp.command(spec, entry.usage(), entry.aliases(), columns(invocation)));
  }

  private static int columns(Invocation invocation) {
    return invocation.terminal().outputIsTerminal() ? invocation.terminal().size().columns() : 80;
  }
}
