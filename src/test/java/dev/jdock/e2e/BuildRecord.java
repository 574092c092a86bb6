package dev.jdock.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What came of the commands of a case. Of each command that showed or built anything there are
 * sections of lines.
 */
record BuildRecord(List<BuildRecord.Answer> answers) {
  /** The section of the exit code, if it is not 0. */
  static final String EXIT = "exit code";

  /** In place of a section that is as it last was in the same case. */
  private static final String SAME = "  (as before)";

  /**
   * What came of one command.
   *
   * @param number which of the case's commands, from 1
   */
  record Answer(int number, String command, Map<String, List<String>> sections) {
    List<String> section(String name) {
      return sections.getOrDefault(name, List.of());
    }
  }

  /** Without what has nothing to say. */
  static BuildRecord of(List<Answer> all) {
    List<Answer> answers = new ArrayList<>();
    for (Answer answer : all) {
      Map<String, List<String>> sections = new LinkedHashMap<>(answer.sections());
      sections.values().removeIf(List::isEmpty);
      if (!sections.isEmpty()) {
        answers.add(new Answer(answer.number(), answer.command(), sections));
      }
    }
    return new BuildRecord(answers);
  }

  static BuildRecord read(Path file) {
    List<Answer> answers = new ArrayList<>();
    Map<String, List<String>> last = new HashMap<>();
    List<String> section = new ArrayList<>();
    List<String> before = List.of();
    for (String line : lines(file)) {
      if (line.equals(SAME)) {
        section.addAll(before);
      } else if (line.startsWith("  ")) {
        section.add(line.substring(2));
      } else if (line.contains("$ ")) {
        int dollar = line.indexOf('$');
        int number = Integer.parseInt(line.substring(0, dollar));
        answers.add(new Answer(number, line.substring(dollar + 2), new LinkedHashMap<>()));
      } else {
        section = new ArrayList<>();
        before = last.getOrDefault(line, List.of());
        last.put(line, section);
        answers.getLast().sections().put(line, section);
      }
    }
    return new BuildRecord(answers);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String written() {
    Map<String, List<String>> last = new HashMap<>();
    StringBuilder text = new StringBuilder();
    for (Answer answer : answers) {
      text.append(answer.number()).append("$ ").append(answer.command()).append('\n');
      answer
          .sections()
          .forEach((name, lines) -> {
            text.append(name).append('\n');
            if (lines.size() > 1 && lines.equals(last.put(name, lines))) {
              text.append(SAME).append('\n');
            } else {
              lines.forEach(line -> text.append("  ").append(line).append('\n'));
            }
          });
    }
    return text.toString();
  }

  /** What came of that command, empty if nothing. */
  Answer answer(int number) {
    return answers.stream()
        .filter(answer -> answer.number() == number)
        .findFirst()
        .orElse(new Answer(number, "", Map.of()));
  }

  /**
   * Where two records differ: by number of the command and section, the lines that only the one or
   * the other has. Of a command that ended in another way all else is beside the point.
   */
  static Map<String, String> differences(BuildRecord expected, BuildRecord actual) {
    Map<String, String> differences = new LinkedHashMap<>();
    Set<Integer> numbers = new TreeSet<>();
    expected.answers().forEach(answer -> numbers.add(answer.number()));
    actual.answers().forEach(answer -> numbers.add(answer.number()));
    for (int number : numbers) {
      Answer wanted = expected.answer(number);
      Answer found = actual.answer(number);
      if (!wanted.section(EXIT).equals(found.section(EXIT))) {
        differences.put(number + " " + EXIT, difference(ending(wanted), ending(found)));
        continue;
      }
      Set<String> sections = new LinkedHashSet<>(wanted.sections().keySet());
      sections.addAll(found.sections().keySet());
      for (String section : sections) {
        if (!wanted.section(section).equals(found.section(section))) {
          differences.put(
              number + " " + section, difference(wanted.section(section), found.section(section)));
        }
      }
    }
    return differences;
  }

  private static List<String> ending(Answer answer) {
    List<String> lines = new ArrayList<>(answer.section(EXIT));
    lines.addAll(answer.section("messages"));
    return lines;
  }

  private static String difference(List<String> wanted, List<String> found) {
    List<String> lines = new ArrayList<>();
    List<String> more = new ArrayList<>(found);
    wanted.stream().filter(line -> !more.remove(line)).forEach(line -> lines.add("- " + line));
    more.forEach(line -> lines.add("+ " + line));
    return lines.isEmpty() ? "in this order: " + wanted : String.join("\n", lines);
  }
}
