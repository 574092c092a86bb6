package dev.jdock.image.dockerfile;

import dev.jdock.image.dockerfile.Directives.SyntaxError;
import dev.jdock.image.dockerfile.Instruction.CommandLine;
import dev.jdock.image.dockerfile.Instruction.Definition;
import dev.jdock.image.dockerfile.Instruction.Document;
import dev.jdock.image.dockerfile.Instruction.Pair;
import dev.jdock.image.dockerfile.Instruction.Transfer;
import dev.jdock.image.dockerfile.Instruction.TransferOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Second stage: a {@link Statement} to an {@link Instruction}, or the reason why it is none. */
final class InstructionParser {
  static final Set<String> KEYWORDS =
      Set.of(
          "ADD",
          "ARG",
          "CMD",
          "COPY",
          "ENTRYPOINT",
          "ENV",
          "EXPOSE",
          "FROM",
          "HEALTHCHECK",
          "LABEL",
          "MAINTAINER",
          "ONBUILD",
          "RUN",
          "SHELL",
          "STOPSIGNAL",
          "USER",
          "VOLUME",
          "WORKDIR");

  private static final Pattern STAGE_NAME = Pattern.compile("^[a-z][a-z0-9-_.]*$");
  private static final Pattern ONBUILD = Pattern.compile("(?i)^\\s*ONBUILD\\s*");
  private static final Flags.Known COPY_FLAGS =
      new Flags.Known(
          Set.of("chown", "from", "chmod"), Set.of("link", "parents"), Set.of("exclude"));
  private static final Flags.Known ADD_FLAGS =
      new Flags.Known(
          Set.of("chown", "chmod", "checksum"),
          Set.of("link", "keep-git-dir", "unpack"),
          Set.of("exclude"));
  private static final Flags.Known RUN_FLAGS =
      new Flags.Known(Set.of("network", "security"), Set.of(), Set.of("mount", "device"));

  private final Statement statement;
  private final List<String> arguments;
  private final SourceRange range;
  private final String source;

  private InstructionParser(Statement statement) {
    this.statement = statement;
    this.arguments = statement.arguments();
    this.range = statement.range();
    this.source = statement.original().strip();
  }

  /**
   * @throws SyntaxError when the statement is no instruction
   */
  static Instruction parse(Statement statement) {
    return new InstructionParser(statement).parse();
  }

  private Instruction parse() {
    return switch (statement.lowerKeyword()) {
      case "from" -> from();
      case "run" -> run();
      case "cmd" -> new Instruction.Cmd(range, source, noFlags(commandLine()));
      case "entrypoint" -> new Instruction.Entrypoint(range, source, noFlags(commandLine()));
      case "copy" -> copy();
      case "add" -> add();
      case "env" -> new Instruction.Env(range, source, noFlags(pairs("ENV")));
      case "label" -> new Instruction.Label(range, source, noFlags(pairs("LABEL")));
      case "arg" -> new Instruction.Arg(range, source, noFlags(definitions()));
      case "expose" ->
          new Instruction.Expose(
              range, source, noFlags(atLeastOne("EXPOSE").stream().sorted().toList()));
      case "volume" -> volume();
      case "user" -> new Instruction.User(range, source, noFlags(exactlyOne("USER")));
      case "workdir" -> new Instruction.Workdir(range, source, noFlags(exactlyOne("WORKDIR")));
      case "stopsignal" ->
          new Instruction.StopSignal(range, source, noFlags(exactlyOne("STOPSIGNAL")));
      case "maintainer" ->
          new Instruction.Maintainer(range, source, noFlags(exactlyOne("MAINTAINER")));
      case "shell" -> shell();
      case "healthcheck" -> HealthcheckParser.parse(statement);
      case "onbuild" -> onbuild();
      default ->
          throw new SyntaxError(
              "unknown instruction: "
                  + statement.keyword()
                  + Suggestion.of(statement.keyword(), KEYWORDS));
    };
  }

  private Flags flags(Flags.Known known) {
    return Flags.parse(statement.flags(), known);
  }

  private <T> T noFlags(T value) {
    flags(Flags.Known.none());
    return value;
  }

  private List<String> atLeastOne(String keyword) {
    if (arguments.isEmpty()) {
      throw new SyntaxError(keyword + " requires at least one argument");
    }
    return arguments;
  }

  private String exactlyOne(String keyword) {
    if (arguments.size() != 1) {
      throw new SyntaxError(keyword + " requires exactly one argument");
    }
    return arguments.getFirst();
  }

  private CommandLine commandLine() {
    return new CommandLine(arguments, !statement.json());
  }

  private Instruction from() {
    String name = null;
    if (arguments.size() == 3 && arguments.get(1).equalsIgnoreCase("as")) {
      name = arguments.get(2).toLowerCase(Locale.ROOT);
      if (!STAGE_NAME.matcher(name).matches()) {
        throw new SyntaxError(
            "invalid name for build stage: \""
                + arguments.get(2)
                + "\", name can't start with a number or contain symbols");
      }
    } else if (arguments.size() != 1) {
      throw new SyntaxError("FROM requires either one or three arguments");
    }
    Flags flags = flags(Flags.Known.ofStrings("platform"));
    String platform = flags.value("platform");
    return new Instruction.From(
        range, source, arguments.getFirst(), platform.isEmpty() ? null : platform, name);
  }

  private Instruction run() {
    Flags flags = flags(RUN_FLAGS);
    List<String> mounts = flags.values("mount");
    mounts.forEach(RunMounts::check);
    return Heredocs.run(statement, mounts, RunSandboxes.of(flags));
  }

  private Instruction copy() {
    requireDestination("COPY");
    Flags flags = flags(COPY_FLAGS);
    return new Instruction.Copy(range, source, transfer("COPY", flags), flags.value("from"));
  }

  private Instruction add() {
    requireDestination("ADD");
    Flags flags = flags(ADD_FLAGS);
    return new Instruction.Add(range, source, transfer("ADD", flags));
  }

  private void requireDestination(String keyword) {
    if (arguments.size() < 2) {
      throw new SyntaxError(
          keyword
              + " requires at least two arguments, but only one was provided. Destination could not"
              + " be determined");
    }
  }

  private Transfer transfer(String keyword, Flags flags) {
    String destination = arguments.getLast();
    if (Heredoc.ofWord(destination) != null) {
      throw new SyntaxError(keyword + " cannot accept a heredoc as a destination");
    }
    List<String> words = arguments.subList(0, arguments.size() - 1);
    List<@Nullable Document> files = Heredocs.files(statement, words);
    var sources = new ArrayList<String>();
    var documents = new ArrayList<Document>();
    for (int i = 0; i < words.size(); i++) {
      Document file = files.get(i);
      if (file == null) {
        sources.add(words.get(i));
      } else {
        documents.add(file);
      }
    }
    return new Transfer(
        sources,
        destination,
        flags.value("chown"),
        flags.value("chmod"),
        documents,
        new TransferOptions(
            flags.is("link"),
            flags.is("parents"),
            flags.values("exclude"),
            flags.value("checksum"),
            flags.has("keep-git-dir") ? flags.is("keep-git-dir") : null,
            flags.has("unpack") ? flags.is("unpack") : null));
  }

  private List<Pair> pairs(String keyword) {
    atLeastOne(keyword);
    var result = new ArrayList<Pair>();
    for (int i = 0; i < arguments.size(); i += 3) {
      if (arguments.get(i).isEmpty()) {
        throw new SyntaxError(keyword + " names can not be blank");
      }
      result.add(new Pair(arguments.get(i), arguments.get(i + 1)));
    }
    return result;
  }

  private List<Definition> definitions() {
    var result = new ArrayList<Definition>();
    for (String argument : atLeastOne("ARG")) {
      int equals = argument.indexOf('=');
      if (equals == 0) {
        throw new SyntaxError("ARG names can not be blank");
      }
      result.add(
          equals < 0
              ? new Definition(argument, null)
              : new Definition(argument.substring(0, equals), argument.substring(equals + 1)));
    }
    return result;
  }

  private Instruction volume() {
    atLeastOne("VOLUME");
    flags(Flags.Known.none());
    List<String> paths = arguments.stream().map(String::strip).toList();
    if (paths.contains("")) {
      throw new SyntaxError("VOLUME specified can not be an empty string");
    }
    return new Instruction.Volume(range, source, paths);
  }

  private Instruction shell() {
    flags(Flags.Known.none());
    atLeastOne("SHELL");
    if (!statement.json()) {
      throw new SyntaxError(notJson());
    }
    return new Instruction.Shell(range, source, arguments);
  }

  /** Single quotes are the usual reason why an array is no JSON, and get a hint. */
  private String notJson() {
    String hint =
        Pattern.compile("^SHELL\\s*\\[.*\\]").matcher(source).find() && source.contains("'")
            ? ". It looks like you're using single quotes, which are not valid JSON"
            : "";
    return "SHELL requires the arguments to be in JSON form" + hint;
  }

  private Instruction onbuild() {
    flags(Flags.Known.none());
    Statement trigger = statement.trigger();
    if (trigger == null) {
      throw new SyntaxError("ONBUILD requires at least one argument");
    }
    String keyword = trigger.keyword().toUpperCase(Locale.ROOT);
    if (keyword.equals("ONBUILD")) {
      throw new SyntaxError("Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed");
    }
    if (keyword.equals("MAINTAINER") || keyword.equals("FROM")) {
      throw new SyntaxError(keyword + " isn't allowed as an ONBUILD trigger");
    }
    String expression = ONBUILD.matcher(source).replaceFirst("");
    return new Instruction.Onbuild(
        range, source, Heredocs.withDocuments(expression, statement.heredocs()));
  }
}
