package dev.jdock.cli.command.syntax;

import dev.jdock.image.text.GoQuote;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Parses one command's flags and arguments, with Docker's errors for what it does not take. The
 * model of a command with a hundred flags takes milliseconds to make, so one is used for any number
 * of invocations, which each have an action of their own.
 */
public final class Parser {
  /** Marks a flag that Docker has and jdock refuses. */
  private static final String REFUSED = "refused";

  private final Surface.Entry entry;
  private final ParsedFields fields;

  /** Not thread-safe. */
  private final CommandLine commandLine;

  /**
   * @param template of the class of the actions that are to be filled in; never run
   */
  public Parser(Surface.Entry entry, Action template) {
    this.entry = entry;
    CommandModel model = CommandModel.of(template);
    this.fields = new ParsedFields(model.ways());
    CommandSpec spec = model.spec();
    addHelp(spec);
    entry.flags().forEach(flag -> addRefused(spec, flag));
    this.commandLine =
        new CommandLine(spec)
            .setStopAtPositional(!template.flagsAnywhere())
            .setAllowOptionsAsOptionParameters(true)
            .setOverwrittenOptionsAllowed(true)
            .setExpandAtFiles(false)
            .setUnmatchedOptionsArePositionalParams(false)
            .registerConverter(boolean.class, Values::bool)
            .registerConverter(Boolean.class, Values::bool)
            .registerConverter(Integer.class, Values::int32)
            .registerConverter(int.class, Values::int32)
            .registerConverter(Long.class, Values::int64)
            .registerConverter(long.class, Values::int64);
  }

  /**
   * Writes down what the annotations of an action's class say, for {@link CommandModel}.
   *
   * @param classes the folder of this module's classes
   */
  public static void record(Action template, Path classes) throws IOException {
    CommandModel.record(template, classes);
  }

  /** The model, for help and for tests. */
  public CommandSpec spec() {
    return commandLine.getCommandSpec();
  }

  /** Whether jdock accepts the flag and does what it asks for. */
  public boolean implemented(String flag) {
    OptionSpec option = spec().optionsMap().get(flag);
    return option != null && !isRefused(option);
  }

  /** What the user wants: the command, or its help. */
  public enum Outcome {
    RUN,
    HELP,
    /** {@code -h}, which Docker still takes for help with a remark. */
    HELP_BY_SHORTHAND
  }

  /**
   * Fills the action in.
   *
   * @throws CommandFailure for flags and arguments the command does not take
   */
  public Outcome parse(List<String> arguments, Action action) {
    refuseEmptySwitch(arguments, action);
    synchronized (commandLine) {
      try {
        return parsed(arguments, action);
      } finally {
        // Passwords are not kept for the next one, who may come days later.
        ParseResult _ = commandLine.parseArgs();
      }
    }
  }

  private Outcome parsed(List<String> arguments, Action action) {
    ParseResult result;
    try {
      result = commandLine.parseArgs(arguments.toArray(String[]::new));
    } catch (ParameterException e) {
      if (helpAskedFor(arguments, action)) {
        return Outcome.HELP;
      }
      throw usage(125, complaint(e, arguments));
    }
    if (result.hasMatchedOption("--help")) {
      return result.originalArgs().contains("-h") && !result.originalArgs().contains("--help")
          ? Outcome.HELP_BY_SHORTHAND
          : Outcome.HELP;
    }
    for (OptionSpec option : result.matchedOptions()) {
      if (isRefused(option)) {
        throw CommandFailure.notSupported(option.longestName());
      }
    }
    fill(action, result);
    int count = action.arguments().size();
    action.arity().complaint(count).ifPresent(text -> refuseCount(text));
    return Outcome.RUN;
  }

  /** What was not said is in each action from its beginning. */
  private void fill(Action action, ParseResult result) {
    result.matchedArgs().forEach(each -> fields.copy(each, action));
    action.given(result.matchedOptionsSet().stream().map(OptionSpec::longestName).toList());
  }

  /** picocli takes {@code --rm=} for no. */
  private void refuseEmptySwitch(List<String> arguments, Action action) {
    for (int i = 0; i < arguments.size(); i++) {
      String word = arguments.get(i);
      if (word.equals("--") || (!word.startsWith("-") && !action.flagsAnywhere())) {
        return;
      }
      boolean valued = word.startsWith("--") && word.contains("=");
      OptionSpec option = spec().optionsMap().get(valued ? word.split("=", 2)[0] : lastFlag(word));
      if (option == null) {
        continue;
      }
      boolean isSwitch = option.typeInfo().isBoolean();
      if (isSwitch && valued && word.endsWith("=") && word.indexOf('=') == word.length() - 1) {
        throw usage(125, invalid(option, "", "strconv.ParseBool: parsing \"\": invalid syntax"));
      }
      if (!isSwitch && !valued) {
        i++;
      }
    }
  }

  /** {@code --flag} itself, and {@code -t} of {@code -it}. */
  private static String lastFlag(String word) {
    return word.startsWith("--") || word.length() < 2
        ? word
        : "-" + word.substring(word.length() - 1);
  }

  private static String invalid(OptionSpec option, String value, String reason) {
    return "invalid argument %s for \"%s\" flag: %s"
        .formatted(GoQuote.quote(value), bothNames(option), reason);
  }

  private static boolean helpAskedFor(List<String> arguments, Action action) {
    return action.flagsAnywhere() && arguments.contains("--help");
  }

  private void refuseCount(String complaint) {
    boolean open = complaint.startsWith("requires at least") && !complaint.contains(" at most ");
    String see = open ? "See" : "Run";
    throw new CommandFailure(
        1,
        "jdock: 'jdock %s' %s\n\nUsage:  %s\n\n%s 'jdock %s --help' for more information"
            .formatted(entry.path(), complaint, entry.usage(), see, entry.path()));
  }

  private CommandFailure usage(int exitCode, String text) {
    return new CommandFailure(
        exitCode,
        "%s\n\nUsage:  %s\n\nRun 'jdock %s --help' for more information"
            .formatted(text, entry.usage(), entry.path()));
  }

  private static String complaint(ParameterException e, List<String> arguments) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      return unknown(unmatched.getUnmatched().getFirst());
    }
    if (e instanceof MissingParameterException) {
      return missing(arguments.getLast());
    }
    ArgSpec argument = e.getArgSpec();
    if (argument instanceof OptionSpec option && e.getCause() instanceof InvalidValue cause) {
      return invalid(option, cause.value(), cause.reason());
    }
    return String.valueOf(e.getMessage());
  }

  private static String unknown(String flag) {
    if (flag.startsWith("--")) {
      int equals = flag.indexOf('=');
      return "unknown flag: " + (equals < 0 ? flag : flag.substring(0, equals));
    }
    String letter = flag.substring(1, flag.offsetByCodePoints(1, 1));
    return "unknown shorthand flag: '" + letter + "' in " + flag;
  }

  private static String missing(String flag) {
    if (flag.startsWith("--")) {
      return "flag needs an argument: " + flag;
    }
    String letter = flag.substring(flag.length() - 1);
    return "flag needs an argument: '" + letter + "' in -" + letter;
  }

  private static String bothNames(OptionSpec option) {
    String shortest = option.shortestName();
    String longest = option.longestName();
    return shortest.equals(longest) || shortest.startsWith("--")
        ? longest
        : shortest + ", " + longest;
  }

  private static void addHelp(CommandSpec spec) {
    boolean shorthandFree = !spec.optionsMap().containsKey("-h");
    spec.addOption(
        (shorthandFree ? OptionSpec.builder("--help", "-h") : OptionSpec.builder("--help"))
            .usageHelp(true)
            // Docker shows it only where -h means something else.
            .hidden(shorthandFree)
            .description("Print usage")
            .type(boolean.class)
            .arity("0")
            .build());
  }

  private static void addRefused(CommandSpec spec, Surface.Flag flag) {
    if (spec.optionsMap().containsKey(flag.name())) {
      return;
    }
    String shorthand = flag.shorthand();
    boolean shorthandFree = shorthand != null && !spec.optionsMap().containsKey(shorthand);
    OptionSpec.Builder builder =
        shorthandFree
            ? OptionSpec.builder(flag.name(), shorthand)
            : OptionSpec.builder(flag.name());
    builder.hidden(true).descriptionKey(REFUSED);
    if (flag.type() == null) {
      builder.type(boolean.class).arity("0");
    } else {
      builder.type(List.class).auxiliaryTypes(String.class).arity("1");
    }
    spec.addOption(builder.build());
  }

  private static boolean isRefused(OptionSpec option) {
    return REFUSED.equals(option.descriptionKey());
  }
}
