package dev.jdock.image.dockerfile;

import dev.jdock.image.dockerfile.Directives.SyntaxError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;

/** First stage: the text of a Dockerfile to {@link Statement}s, line by line. */
final class StatementReader {
  private static final Set<String> MAY_HOLD_HEREDOC = Set.of("add", "copy", "run");

  /** BuildKit's, in bytes. */
  private static final int LONGEST_LINE = 65_535;

  private final SourceText source;
  private final String[] lines;
  private final Directives directives;
  private final List<Statement> statements = new ArrayList<>();
  private final List<Integer> emptyContinuations = new ArrayList<>();
  private int next;

  StatementReader(SourceText source) {
    this(source, new Directives());
  }

  StatementReader(SourceText source, Directives directives) {
    this.source = source;
    this.directives = directives;
    String text = source.text();
    String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
    // The piece after a final newline is no line.
    this.lines =
        (content.endsWith("\n") ? content.substring(0, content.length() - 1) : content)
            .split("\n", -1);
  }

  Directives directives() {
    return directives;
  }

  /** Lines that end an instruction with an empty line in it. */
  List<Integer> emptyContinuations() {
    return emptyContinuations;
  }

  List<Statement> read() {
    while (next < lines.length) {
      readOne();
    }
    if (statements.isEmpty()) {
      throw source.invalid(new SourceRange(lines.length, 0), "file with no instructions");
    }
    return statements;
  }

  private String take() {
    String line = lines[next];
    // No character has more than three bytes for each of its parts in memory.
    if (line.length() > LONGEST_LINE / 3
        && line.getBytes(StandardCharsets.UTF_8).length > LONGEST_LINE) {
      throw source.invalid(
          new SourceRange(next, 0),
          "dockerfile line greater than max allowed size of " + LONGEST_LINE);
    }
    next++;
    return line;
  }

  private void readOne() {
    int start = next + 1;
    try {
      String first = cleaned(take().stripLeading());
      String joined = withContinuations(first);
      if (joined.isBlank()) {
        return;
      }
      Statement statement = statement(joined);
      List<Heredoc> heredocs = heredocs(statement, joined);
      statements.add(statement.with(new SourceRange(start, next), heredocs));
    } catch (SyntaxError e) {
      throw source.invalid(new SourceRange(start, next), e.text());
    }
  }

  private String withContinuations(String first) {
    var joined = new StringBuilder();
    boolean emptyLine = false;
    String line = first;
    while (true) {
      Matcher goesOn = directives.continuation().matcher(line);
      boolean more = goesOn.find();
      joined.append(more ? goesOn.replaceAll(goesOn.group(1) == null ? "" : "$1") : line);
      if (!more) {
        break;
      }
      // Comments and empty lines between the parts of an instruction do not end it.
      String following = null;
      while (following == null && next < lines.length) {
        String candidate = withoutReturns(take());
        if (candidate.stripLeading().startsWith("#")) {
          continue;
        }
        if (candidate.isBlank()) {
          emptyLine = true;
          continue;
        }
        following = candidate;
      }
      if (following == null) {
        break;
      }
      line = following;
    }
    if (emptyLine) {
      emptyContinuations.add(next);
    }
    return joined.toString();
  }

  private String cleaned(String line) {
    String bare = withoutReturns(line);
    directives.accept(bare);
    return bare.startsWith("#") ? "" : bare;
  }

  private Statement statement(String line) {
    String[] parts = Words.firstAndRest(line);
    var words = new Words(directives.escape());
    var flagged = parts.length == 2 ? words.flags(parts[1]) : new Words.Flagged(List.of(), "");
    return statement(parts[0], flagged, line, words);
  }

  /** One in another is refused later on: how many there are does not matter. */
  private Statement trigger(String line) {
    String[] parts = Words.firstAndRest(line);
    return parts[0].equalsIgnoreCase("onbuild")
        ? new Statement(
            parts[0], List.of(), List.of(), false, line, new SourceRange(0, 0), List.of(), null)
        : statement(line);
  }

  private Statement statement(String keyword, Words.Flagged flagged, String line, Words words) {
    String rest = flagged.rest().strip();
    List<String> arguments = List.of();
    boolean json = false;
    Statement trigger = null;
    switch (keyword.toLowerCase(Locale.ROOT)) {
      case "add", "copy", "volume" -> {
        List<String> array = Words.jsonArray(rest);
        json = array != null;
        arguments = array != null ? array : Words.blankSeparated(rest);
      }
      case "run", "cmd", "entrypoint", "shell" -> {
        List<String> array = Words.jsonArray(rest);
        json = array != null;
        arguments = array != null ? array : single(rest);
      }
      case "healthcheck" -> {
        String[] typeAndCommand = Words.firstAndRest(rest);
        List<String> array = typeAndCommand.length == 2 ? Words.jsonArray(typeAndCommand[1]) : null;
        json = array != null;
        var all = new ArrayList<String>(single(typeAndCommand[0]));
        all.addAll(
            array != null
                ? array
                : typeAndCommand.length == 2 ? single(typeAndCommand[1]) : List.of());
        arguments = all;
      }
      case "env", "label" -> arguments = words.pairs(rest, keyword.toUpperCase(Locale.ROOT));
      case "arg" -> arguments = words.quoted(rest);
      case "expose", "from" -> arguments = Words.blankSeparated(rest);
      case "maintainer", "stopsignal", "user", "workdir" -> arguments = single(rest);
      case "onbuild" -> trigger = rest.isEmpty() ? null : trigger(rest);
      default -> {
        // Unknown keywords are the next stage's to judge, after all lines have been read.
      }
    }
    return new Statement(
        keyword, flagged.flags(), arguments, json, line, new SourceRange(0, 0), List.of(), trigger);
  }

  private static List<String> single(String text) {
    return text.isEmpty() ? List.of() : List.of(text);
  }

  private List<Heredoc> heredocs(Statement statement, String line) {
    Statement holder = statement.trigger() == null ? statement : statement.trigger();
    if (!MAY_HOLD_HEREDOC.contains(holder.lowerKeyword()) || holder.json()) {
      return List.of();
    }
    var result = new ArrayList<Heredoc>();
    for (Heredoc heredoc : Heredoc.ofLine(line)) {
      result.add(heredoc.with(linesOf(heredoc)));
    }
    return result;
  }

  private String linesOf(Heredoc heredoc) {
    var content = new StringBuilder();
    while (next < lines.length) {
      String line = take();
      if (heredoc.endsWith(withoutReturns(line))) {
        return content.toString();
      }
      content.append(line).append('\n');
    }
    throw new SyntaxError("unterminated heredoc");
  }

  /** The line without the carriage returns at its end. */
  private static String withoutReturns(String line) {
    int end = line.length();
    while (end > 0 && line.charAt(end - 1) == '\r') {
      end--;
    }
    return line.substring(0, end);
  }
}
