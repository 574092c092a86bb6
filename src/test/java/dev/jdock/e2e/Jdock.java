package dev.jdock.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** The program under test, with one state root for the whole run. */
final class Jdock {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<String> command;
  private final Map<String, String> environment;
  private final Path workingDirectory;
  private final Names names;

  Jdock(List<String> command, Path root, Path workingDirectory, String prefix) {
    this(
        command,
        Map.of(
            "JDOCK_ROOT",
            root.toString(),
            "LC_ALL",
            "C.UTF-8",
            // A real docker may have no buildx.
            "DOCKER_BUILDKIT",
            isReal(command) ? "0" : "1"),
        workingDirectory,
        new Names(prefix));
    names.roots.add(root);
  }

  private Jdock(
      List<String> command, Map<String, String> environment, Path workingDirectory, Names names) {
    this.command = command;
    this.environment = environment;
    this.workingDirectory = workingDirectory;
    this.names = names;
  }

  /** A small image: static busybox with its links, CMD sh. Made once per run. */
  String busybox() {
    return names.prefix + "-busybox:latest";
  }

  Jdock in(Path directory) {
    return new Jdock(command, environment, directory, names);
  }

  Jdock with(String variable, String value) {
    Map<String, String> more = new LinkedHashMap<>(environment);
    more.put(variable, value);
    if (variable.equals("JDOCK_ROOT")) {
      names.roots.add(Path.of(value));
    }
    return new Jdock(command, more, workingDirectory, names);
  }

  /** Another program, for the same containers. */
  Jdock as(List<String> program) {
    return new Jdock(program, environment, workingDirectory, names);
  }

  /** Started by another program, whose last arguments the program and its own are. */
  Jdock behind(List<String> starter) {
    List<String> line = new ArrayList<>(starter);
    line.addAll(command);
    return new Jdock(line, environment, workingDirectory, names);
  }

  /** What commands get on top of the tests' own environment. */
  Map<String, String> environment() {
    return environment;
  }

  boolean isReal() {
    return isReal(command);
  }

  private static boolean isReal(List<String> command) {
    return command.getFirst().endsWith("/docker") || command.getFirst().equals("docker");
  }

  Path root() {
    return Path.of(environment.getOrDefault("JDOCK_ROOT", "/nonexistent"));
  }

  /** What is on the machine of this root and of all others that tests have given to the program. */
  Leftovers leftovers() {
    return Leftovers.of(names.roots.stream().map(StateRoot::new).collect(Collectors.toSet()));
  }

  /** A container name nobody else has; the container goes away after the test. */
  String container() {
    return names.container();
  }

  /** An image repository nobody else has; its images go away after the test. */
  String image() {
    return names.image();
  }

  /** A volume name nobody else has; the volume goes away after the test. */
  String volume() {
    return names.volume();
  }

  /** A network name nobody else has; the network goes away after the test. */
  String network() {
    return names.network();
  }

  List<String> commandLine(String... arguments) {
    List<String> line = new ArrayList<>(command);
    line.addAll(List.of(arguments));
    return List.copyOf(line);
  }

  Result run(String... arguments) {
    try (Running running = start(arguments).closeInput()) {
      return running.await();
    }
  }

  Result run(Duration limit, String... arguments) {
    try (Running running = start(arguments).closeInput()) {
      return running.await(limit);
    }
  }

  Result runWithInput(String input, String... arguments) {
    try (Running running = start(arguments)) {
      running.send(input).closeInput();
      return running.await();
    }
  }

  /** Runs with a file as standard input. */
  Result runFrom(Path file, String... arguments) {
    try (Running running = launch(ProcessBuilder.Redirect.from(file.toFile()), arguments)) {
      return running.await();
    }
  }

  Running start(String... arguments) {
    return launch(ProcessBuilder.Redirect.PIPE, arguments);
  }

  /** Starts the command on a terminal of its own. */
  Terminal terminal(int rows, int columns, String... arguments) {
    return Terminal.open(rows, columns, environment, workingDirectory, commandLine(arguments));
  }

  private Running launch(ProcessBuilder.Redirect input, String... arguments) {
    List<String> line = commandLine(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(line).directory(workingDirectory.toFile()).redirectInput(input);
    builder.environment().putAll(environment);
    try {
      return new Running(line, builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + line, e);
    }
  }

  /** One object as `inspect` shows it. */
  JsonNode inspect(String object) {
    Result result = run("inspect", object).ok();
    try {
      return JSON.readTree(result.out()).path(0);
    } catch (JsonProcessingException e) {
      throw new AssertionError("inspect printed no JSON: " + result, e);
    }
  }

  String format(String object, String template) {
    return run("inspect", "-f", template, object).text();
  }

  /** The process of the engine, which is started where there is none. */
  String engine() {
    return run("engine", "status").ok().out().lines().findFirst().orElseThrow().substring(5);
  }

  /** Ends the engine without a warning. */
  void killEngine() {
    Host.run("kill", "-s", "KILL", engine()).ok();
  }

  String logs(String container) {
    return run("logs", container).ok().everything();
  }

  void awaitLog(String container, String text) {
    Eventually.that(
        () -> "no \"" + text + "\" in the log of " + container + ": " + run("logs", container),
        () -> run("logs", container).everything().contains(text));
  }

  void awaitStatus(String container, String status) {
    Eventually.that(
        () -> container + " is not " + status + ": " + run("inspect", container),
        () -> run("inspect", "-f", "{{.State.Status}}", container).out().strip().equals(status));
  }

  /** Removes what the test that just ended named. */
  void removeLeavings() {
    String[] containers = names.takeContainers();
    if (containers.length > 0) {
      run(concat(List.of("rm", "-f", "-v"), containers));
    }
    for (String image : names.takeImages()) {
      for (String id : run("images", "-q", image).out().lines().distinct().toList()) {
        run("rmi", "-f", id);
      }
    }
    String[] networks = names.takeNetworks();
    if (networks.length > 0) {
      run(concat(List.of("network", "rm", "-f"), networks));
    }
    String[] volumes = names.takeVolumes();
    if (isReal() && volumes.length > 0) {
      run(concat(List.of("volume", "rm", "-f"), volumes));
    }
  }

  private static String[] concat(List<String> head, String... tail) {
    List<String> all = new ArrayList<>(head);
    all.addAll(List.of(tail));
    return all.toArray(String[]::new);
  }

  /** Names given out during one test. */
  private static final class Names {
    private final Set<Path> roots = ConcurrentHashMap.newKeySet();
    private final AtomicInteger next = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> containers = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> images = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> volumes = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> networks = new ConcurrentLinkedQueue<>();
    private final String prefix;

    Names(String prefix) {
      this.prefix = prefix;
    }

    String container() {
      return remember(containers, "c");
    }

    String image() {
      return remember(images, "i");
    }

    String volume() {
      return remember(volumes, "v");
    }

    String network() {
      return remember(networks, "n");
    }

    String[] takeNetworks() {
      return take(networks);
    }

    String[] takeContainers() {
      return take(containers);
    }

    String[] takeImages() {
      return take(images);
    }

    String[] takeVolumes() {
      return take(volumes);
    }

    private String remember(ConcurrentLinkedQueue<String> queue, String kind) {
      String name = prefix + "-" + kind + next.incrementAndGet();
      queue.add(name);
      return name;
    }

    private static String[] take(ConcurrentLinkedQueue<String> queue) {
      String[] taken = queue.toArray(String[]::new);
      queue.clear();
      return taken;
    }
  }
}
