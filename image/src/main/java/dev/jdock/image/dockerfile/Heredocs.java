package dev.jdock.image.dockerfile;

import dev.jdock.image.dockerfile.Directives.SyntaxError;
import dev.jdock.image.dockerfile.Instruction.CommandLine;
import dev.jdock.image.dockerfile.Instruction.Document;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the here-documents of a statement are to it: a command, a script, files, or text. */
final class Heredocs {
  private Heredocs() {}

  /**
   * RUN. If there is nothing but a here-document, it is what the shell runs, or, where it begins
   * with {@code #!}, an executable file. Otherwise the shell reads the documents itself.
   *
   * @param mounts values of --mount
   */
  static Instruction.Run run(Statement statement, List<String> mounts, RunSandbox sandbox) {
    String source = statement.original().strip();
    List<Heredoc> heredocs = statement.heredocs();
    var command = new CommandLine(statement.arguments(), !statement.json());
    if (heredocs.isEmpty()) {
      return new Instruction.Run(statement.range(), source, command, null, mounts, sandbox);
    }
    if (Heredoc.ofWord(statement.arguments().getFirst()) == null) {
      String whole = withDocuments(statement.arguments().getFirst(), heredocs);
      return new Instruction.Run(
          statement.range(), source, new CommandLine(List.of(whole), true), null, mounts, sandbox);
    }
    Heredoc heredoc = heredocs.getFirst();
    String text = heredoc.text();
    String shown = source + " (" + summary(heredoc.content()) + ")";
    Document script = text.startsWith("#!") ? file(heredoc) : null;
    String line = script == null ? text : Instruction.Run.SCRIPTS + "/" + script.name();
    return new Instruction.Run(
        statement.range(), shown, new CommandLine(List.of(line), true), script, mounts, sandbox);
  }

  /** A line with its documents behind it, as shells read them. */
  static String withDocuments(String line, List<Heredoc> heredocs) {
    var result = new StringBuilder(line);
    for (Heredoc heredoc : heredocs) {
      result.append('\n').append(heredoc.content()).append(heredoc.name());
    }
    return result.toString();
  }

  private static String summary(String content) {
    String text = content.strip();
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end).stripTrailing() + "...";
  }

  /** The files that the words of a COPY or an ADD stand for: null for one that is a path. */
  static List<@Nullable Document> files(Statement statement, List<String> words) {
    Map<String, Heredoc> byName = new HashMap<>();
    statement.heredocs().forEach(heredoc -> byName.put(heredoc.name(), heredoc));
    var result = new ArrayList<@Nullable Document>();
    for (String word : words) {
      Heredoc begin = byName.isEmpty() ? null : Heredoc.ofWord(word);
      Heredoc heredoc = begin == null ? null : byName.get(begin.name());
      result.add(heredoc == null ? null : file(heredoc));
    }
    return result;
  }

  private static Document file(Heredoc heredoc) {
    String name = heredoc.name();
    if (name.contains("/") || name.equals(".") || name.equals("..")) {
      throw new SyntaxError("a file cannot have the name of the heredoc \"" + name + "\"");
    }
    return new Document(name, heredoc.text(), heredoc.expands());
  }
}
