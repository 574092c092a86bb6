package dev.jdock.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Shell commands and what Docker answered, in a file that reads like a terminal: {@code $} before a
 * command, {@code >} before its output, {@code !} before its errors, {@code ?} before an exit code
 * that is not 0. A line {@code ~ name} above a command says that jdock's answer differs, for the
 * reason that docs/differences.md gives under that name; {@code #} starts a comment.
 */
record RecordedSession(String name, List<RecordedSession.Step> steps) {

  /**
   * A command with its answer, normalised.
   *
   * @param difference empty where jdock answers as Docker does
   * @param comment lines above it, kept when a session is recorded anew
   */
  record Step(int line, List<String> comment, String difference, String command, String answer) {}

  static RecordedSession read(Path file) {
    List<Step> steps = new ArrayList<>();
    List<String> comment = new ArrayList<>();
    String difference = "";
    String command = "";
    List<String> answer = new ArrayList<>();
    List<String> lines = lines(file);
    int start = 0;
    for (int i = 0; i <= lines.size(); i++) {
      String line = i < lines.size() ? lines.get(i) : "";
      boolean isAnswer = !line.isEmpty() && ">!?".indexOf(line.charAt(0)) >= 0;
      if (isAnswer) {
        answer.add(line);
        continue;
      }
      if (!command.isEmpty()) {
        steps.add(new Step(start, comment, difference, command, String.join("\n", answer)));
        comment = new ArrayList<>();
        difference = "";
        command = "";
        answer = new ArrayList<>();
      }
      if (line.startsWith("$ ")) {
        command = line.substring(2);
        start = i + 1;
      } else if (line.startsWith("~ ")) {
        difference = line.substring(2);
      } else if (i < lines.size()) {
        comment.add(line);
      }
    }
    String name = String.valueOf(file.getFileName()).replace(".session", "");
    return new RecordedSession(name, steps);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same commands with other answers. */
  static String written(List<Step> steps) {
    StringBuilder text = new StringBuilder();
    for (Step step : steps) {
      step.comment().forEach(line -> text.append(line).append('\n'));
      if (!step.difference().isEmpty()) {
        text.append("~ ").append(step.difference()).append('\n');
      }
      text.append("$ ").append(step.command()).append('\n');
      if (!step.answer().isEmpty()) {
        text.append(step.answer()).append('\n');
      }
    }
    return text.toString();
  }
}
