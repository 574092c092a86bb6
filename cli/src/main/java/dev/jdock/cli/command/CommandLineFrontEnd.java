package dev.jdock.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.cli.CallerPathException;
import dev.jdock.cli.Command;
import dev.jdock.cli.Invocation;
import dev.jdock.cli.OwnApi;
import dev.jdock.cli.command.shell.Catalogue;
import dev.jdock.cli.command.shell.Catalogue.Described;
import dev.jdock.cli.command.shell.CompleteLine;
import dev.jdock.cli.command.shell.PrintCompletion;
import dev.jdock.cli.command.shell.WriteManPages;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.command.syntax.EachArgument;
import dev.jdock.cli.command.syntax.Parser;
import dev.jdock.cli.command.syntax.Refused;
import dev.jdock.cli.command.syntax.Surface;
import dev.jdock.cli.command.system.CheckSystem;
import dev.jdock.image.dockerfile.Suggestion;
import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Docker's command line in front of an engine. One object serves any number of invocations. */
public final class CommandLineFrontEnd implements Command {
  /** The environment of a command line that is for {@code docker}. */
  public static final Map<String, String> AS_DOCKER =
      Map.of(Destination.INVOKED_AS, Destination.DOCKER);

  /** For completion scripts; not shown. */
  static final String COMPLETE = "__complete";

  /** These commands need no engine: with them users find their way back to this one. */
  private static final String CONTEXT = "context";

  private final CommandTable table;
  private final Help help;
  private final Plugins plugins;
  private final Destination destination;

  public CommandLineFrontEnd() {
    this(List.of());
  }

  /** Where nobody serves the API, so that no plugin can be run. */
  public CommandLineFrontEnd(List<ExtraCommand> extras) {
    this(
        extras,
        new OwnApi() {
          @Override
          public String address() {
            throw new UnsupportedOperationException("no engine");
          }

          @Override
          public String lend() {
            throw new UnsupportedOperationException("no engine");
          }

          @Override
          public boolean isAt(String address) {
            return false;
          }
        });
  }

  /**
   * @param extras jdock's own commands
   * @param api of the engine
   */
  public CommandLineFrontEnd(List<ExtraCommand> extras, OwnApi api) {
    this.plugins = new Plugins(api);
    this.destination = new Destination(api);
    List<ExtraCommand> own = new ArrayList<>(extras);
    own.add(new ExtraCommand("completion", "completion bash|zsh|fish", PrintCompletion::new));
    own.add(
        new ExtraCommand(
            "manpages", "manpages DIRECTORY", () -> new WriteManPages(this::catalogue)));
    own.add(
        new ExtraCommand(COMPLETE, COMPLETE + " WORD...", () -> new CompleteLine(this::catalogue)));
    own.add(new ExtraCommand("system check", "system check [OPTIONS]", CheckSystem::new));
    this.table = new CommandTable(Surface.load(), own, api);
    this.help = new Help(table);
  }

  @Override
  public int run(Engine engine, Invocation invocation) throws InterruptedException {
    try {
      return dispatch(engine, invocation);
    } catch (CommandFailure e) {
      checkInterrupted();
      if (!e.text().isEmpty()) {
        flushThenError(invocation, e.text());
      }
      return e.exitCode();
    } catch (CallerPathException e) {
      flushThenError(invocation, "jdock: " + e.getMessage());
      return 1;
    } catch (JdockException e) {
      checkInterrupted();
      flushThenError(invocation, EachArgument.message(e));
      return 1;
    } finally {
      invocation.out().flush();
    }
  }

  @Override
  public void expect(String name) {
    table.find(name).filter(found -> !found.entry().isGroup()).ifPresent(table::parser);
  }

  /** What waits for a remote peer fails when a signal ends the command. */
  private static void checkInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  /** Keeps the order a user of one terminal expects. */
  private static void flushThenError(Invocation invocation, String text) {
    invocation.out().flush();
    invocation.err().println(text);
  }

  private int dispatch(Engine own, Invocation called) throws InterruptedException {
    boolean docker = Destination.isDocker(called);
    Engine engine = docker ? new EngineAsDocker(own) : own;
    Invocation invocation = Destination.without(called);
    RootFlags root = RootFlags.parse(invocation.arguments(), docker);
    List<String> words =
        invocation.arguments().subList(root.consumed(), invocation.arguments().size());
    if (root.version()) {
      JsonNode version = engine.system().version();
      String commit = version.path("GitCommit").asText();
      invocation
          .out()
          .println(
              (docker ? "Docker" : "jdock")
                  + " version "
                  + version.path("Version").asText()
                  + (commit.isEmpty() ? "" : ", build " + commit));
      return 0;
    }
    if (words.isEmpty() || root.help()) {
      // Docker takes the program alone for a mistake, though for none to fail with.
      help.root(invocation, root.help() ? invocation.out() : invocation.err());
      return 0;
    }
    Invocation settled = Destination.settled(configured(invocation, root), root, docker);
    if (!words.getFirst().equals(CONTEXT)) {
      destination.check(settled, root, docker);
    }
    return dispatch(engine, settled, words);
  }

  private static Invocation configured(Invocation invocation, RootFlags root) {
    if (root.config().isEmpty()) {
      return invocation;
    }
    Map<String, String> environment = new HashMap<>(invocation.environment());
    environment.put("DOCKER_CONFIG", invocation.absolute(root.config()).toString());
    return invocation.withEnvironment(environment);
  }

  private int dispatch(Engine engine, Invocation invocation, List<String> words)
      throws InterruptedException {
    if (words.getFirst().equals("help")) {
      return help(invocation, words.subList(1, words.size()));
    }
    CommandTable.Found found =
        table.find(words.getFirst()).orElseGet(() -> plugin(invocation, words));
    int consumed = 1;
    while (found.entry().isGroup()) {
      List<String> rest = words.subList(consumed, words.size());
      if (rest.isEmpty() || rest.getFirst().equals("--help") || rest.getFirst().equals("-h")) {
        // As above.
        help.group(found.entry(), rest.isEmpty() ? invocation.err() : invocation.out());
        return 0;
      }
      found = inGroup(found.entry(), rest.getFirst());
      consumed++;
    }
    return runCommand(engine, invocation, found, words.subList(consumed, words.size()));
  }

  private CommandTable.Found inGroup(Surface.Entry group, String word) {
    if (word.startsWith("-")) {
      String complaint =
          word.startsWith("--")
              ? "unknown flag: " + word
              : "unknown shorthand flag: '"
                  + word.substring(1, Math.min(2, word.length()))
                  + "' in "
                  + word;
      throw new CommandFailure(
          125,
          "%s\n\nUsage:  jdock %s\n\nRun 'jdock %s --help' for more information"
              .formatted(complaint, group.path() + " COMMAND", group.path()));
    }
    String path = group.path() + " " + word;
    return table
        .find(path)
        .orElseThrow(() ->
            new CommandFailure(
                1,
                "jdock: unknown command: jdock %s\n\nUsage:  jdock %s\n\nRun 'jdock %s --help' for more information"
                    .formatted(path, group.path(), group.path())));
  }

  private int runCommand(
      Engine engine, Invocation invocation, CommandTable.Found found, List<String> arguments)
      throws InterruptedException {
    Action action = found.newAction();
    if (action instanceof Refused && !arguments.contains("--help")) {
      // Whatever its flags are.
      return action.run(engine, invocation);
    }
    Parser parser = table.parser(found);
    Parser.Outcome outcome = parser.parse(arguments, action);
    if (outcome == Parser.Outcome.RUN) {
      return action.run(engine, invocation);
    }
    if (outcome == Parser.Outcome.HELP_BY_SHORTHAND) {
      invocation.err().println("Flag shorthand -h has been deprecated, use --help");
    }
    help.command(found.entry(), parser.spec(), invocation);
    return 0;
  }

  private int help(Invocation invocation, List<String> words) {
    if (words.isEmpty()) {
      help.root(invocation, invocation.out());
      return 0;
    }
    String path = String.join(" ", words);
    Optional<CommandTable.Found> found = table.find(path);
    if (found.isEmpty()) {
      throw CommandFailure.of("unknown help topic: " + path);
    }
    Surface.Entry entry = found.get().entry();
    if (entry.isGroup()) {
      help.group(entry, invocation.out());
    } else {
      help.command(entry, table.parser(found.get()).spec(), invocation);
    }
    return 0;
  }

  /** What is no command of jdock's may be one that another program adds to Docker's. */
  private CommandTable.Found plugin(Invocation invocation, List<String> words) {
    plugins.run(invocation, words);
    throw unknownCommand(words.getFirst());
  }

  private CommandFailure unknownCommand(String word) {
    List<String> known =
        help.members("").stream().map(Described::entry).map(Surface.Entry::path).toList();
    return CommandFailure.of(
        "jdock: unknown command: jdock "
            + word
            + Suggestion.ofCommand(word, known)
            + "\n\nRun 'jdock --help' for more information");
  }

  private Catalogue catalogue() {
    return help;
  }

  /** Writes down the flags of each command, in a folder of classes; for the build. */
  public void recordFlags(Path classes) throws IOException {
    for (CommandTable.Found found : table.all()) {
      if (found.action() != null) {
        Parser.record(found.newAction(), classes);
      }
    }
  }

  /** The commands and groups that jdock has, with the words that lead to them. */
  public List<String> paths() {
    List<String> paths = new ArrayList<>();
    addPaths("", paths);
    return paths;
  }

  private void addPaths(String group, List<String> paths) {
    for (Described member : help.members(group)) {
      paths.add(member.entry().path());
      if (member.entry().isGroup()) {
        addPaths(member.entry().path(), paths);
      }
    }
  }

  /** For tests: every command with what does it. */
  CommandTable table() {
    return table;
  }
}
