package dev.jdock.runtime.process;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.ProcessList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Lists some processes with ps(1)'s options; for unusual ones, the machine's ps is run. */
public final class ProcessTable {
  private final Clock clock;

  public ProcessTable(Clock clock) {
    this.clock = clock;
  }

  /**
   * @param options as for ps; empty for {@code -ef}
   * @throws JdockException in Docker's words, when ps complains or shows no PID
   */
  public ProcessList list(Set<Integer> pids, List<String> options) {
    Optional<List<ProcessColumn>> columns = columns(options);
    return columns.isPresent() ? read(pids, columns.get()) : ask(pids, options);
  }

  static Optional<List<ProcessColumn>> columns(List<String> options) {
    List<String> words =
        options.stream()
            .flatMap(option -> List.of(option.strip().split("\\s+", -1)).stream())
            .filter(word -> !word.isEmpty())
            .toList();
    return switch (String.join(" ", words)) {
      case "", "-ef", "-e -f", "-fe" ->
          Optional.of(
              List.of(
                  column("user").titled("UID"),
                  column("pid"),
                  column("ppid"),
                  column("c"),
                  column("stime"),
                  column("tty"),
                  column("time"),
                  column("cmd")));
      case "aux", "-aux", "axu", "u", "au", "ux" ->
          Optional.of(
              List.of(
                  column("user"),
                  column("pid"),
                  column("%cpu"),
                  column("%mem"),
                  column("vsz"),
                  column("rss"),
                  column("tty"),
                  column("stat"),
                  column("start_time"),
                  ProcessColumn.bsdTime(),
                  column("command")));
      case "ax", "-ax" ->
          Optional.of(
              List.of(
                  column("pid"),
                  column("tty"),
                  column("stat"),
                  ProcessColumn.bsdTime(),
                  column("command")));
      case "-e", "-A" ->
          Optional.of(
              List.of(column("pid"), column("tty"), column("time"), column("comm").titled("CMD")));
      default -> chosen(words);
    };
  }

  private static ProcessColumn column(String name) {
    return ProcessColumn.named(name).orElseThrow();
  }

  /** {@code -o a,b}, {@code -eo a,b}, {@code -oa,b}, several times; {@code a=TITLE} at the end. */
  private static Optional<List<ProcessColumn>> chosen(List<String> words) {
    List<ProcessColumn> columns = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      String names;
      if (word.matches("-?[eaxA]*o") && i + 1 < words.size()) {
        names = words.get(++i);
      } else if (word.startsWith("-o")) {
        names = word.substring(2);
      } else if (word.equals("-e") || word.equals("-A")) {
        continue;
      } else {
        return Optional.empty();
      }
      for (String name : names.split(",", -1)) {
        int equals = name.indexOf('=');
        Optional<ProcessColumn> found =
            ProcessColumn.named(equals < 0 ? name : name.substring(0, equals));
        if (found.isEmpty() || equals >= 0 && equals + 1 == name.length()) {
          return Optional.empty();
        }
        columns.add(equals < 0 ? found.get() : found.get().titled(name.substring(equals + 1)));
      }
    }
    return columns.isEmpty() ? Optional.empty() : Optional.of(columns);
  }

  private ProcessList read(Set<Integer> pids, List<ProcessColumn> columns) {
    if (columns.stream().noneMatch(column -> column.title().equals("PID"))) {
      throw withoutPid();
    }
    ProcessColumn.Machine machine = machine();
    List<List<String>> rows =
        pids.stream()
            .sorted()
            .flatMap(pid -> ProcessInfo.read(pid).stream())
            .map(process ->
                columns.stream().map(column -> column.value().apply(process, machine)).toList())
            .toList();
    return new ProcessList(columns.stream().map(ProcessColumn::title).toList(), rows);
  }

  private static JdockException withoutPid() {
    return new JdockException(JdockException.Kind.INTERNAL, "Couldn't find PID field in ps output");
  }

  private ProcessColumn.Machine machine() {
    try {
      double uptime =
          Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ", 2)[0]);
      Instant now = clock.instant();
      long memory =
          Files.readAllLines(Path.of("/proc/meminfo")).stream()
              .filter(line -> line.startsWith("MemTotal:"))
              .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .findFirst()
              .orElse(1L);
      return new ProcessColumn.Machine(
          ZonedDateTime.ofInstant(now, ZoneId.systemDefault()),
          now.minusMillis((long) (uptime * 1000)),
          uptime,
          memory,
          names("/etc/passwd"),
          names("/etc/group"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<Integer, String> names(String file) throws IOException {
    Map<Integer, String> names = new HashMap<>();
    Path path = Path.of(file);
    if (Files.exists(path)) {
      for (String line : Files.readAllLines(path, StandardCharsets.ISO_8859_1)) {
        String[] fields = line.split(":", -1);
        if (fields.length > 2 && fields[2].matches("\\d{1,9}")) {
          names.putIfAbsent(Integer.parseInt(fields[2]), fields[0]);
        }
      }
    }
    return names;
  }

  /** As Docker: of all that ps lists, the lines whose PID is the container's. */
  private static ProcessList ask(Set<Integer> pids, List<String> options) {
    List<String> command = new ArrayList<>(List.of("ps"));
    command.addAll(options);
    String output;
    try {
      Process ps = new ProcessBuilder(command).redirectErrorStream(true).start();
      ps.getOutputStream().close();
      output = new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (ps.waitFor() != 0) {
        throw new JdockException(
            JdockException.Kind.INTERNAL,
            "Error running ps: exit status "
                + ps.exitValue()
                + output.lines().findFirst().map(line -> ": " + line).orElse(""));
      }
    } catch (IOException e) {
      throw new JdockException(
          JdockException.Kind.INTERNAL,
          "ps " + String.join(" ", options) + ": the host has no ps for these options",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JdockException(JdockException.Kind.UNAVAILABLE, "interrupted", e);
    }
    return parse(output, pids);
  }

  /** The last column takes the rest of the line. */
  static ProcessList parse(String output, Set<Integer> pids) {
    List<String> lines = output.lines().toList();
    List<String> titles =
        lines.isEmpty() ? List.of() : List.of(lines.getFirst().strip().split("\\s+", -1));
    int column = titles.indexOf("PID");
    if (column < 0) {
      throw withoutPid();
    }
    Set<String> wanted = pids.stream().map(String::valueOf).collect(Collectors.toSet());
    List<List<String>> rows =
        lines.stream()
            .skip(1)
            .map(line -> List.of(line.strip().split("\\s+", titles.size())))
            .filter(row -> row.size() > column && wanted.contains(row.get(column)))
            .toList();
    return new ProcessList(titles, rows);
  }
}
