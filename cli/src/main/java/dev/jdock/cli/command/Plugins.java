package dev.jdock.cli.command;

import dev.jdock.cli.BecomeProgram;
import dev.jdock.cli.Invocation;
import dev.jdock.cli.OwnApi;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Programs that add commands to Docker's client ({@code docker-compose} and others), found where
 * the client looks for them (docker/cli, {@code cli-plugins/manager}). They speak to jdock by the
 * Docker Engine API.
 */
final class Plugins {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*");

  private static final List<String> FOLDERS =
      List.of(
          "/usr/local/lib/docker/cli-plugins",
          "/usr/local/libexec/docker/cli-plugins",
          "/usr/lib/docker/cli-plugins",
          "/usr/libexec/docker/cli-plugins");

  /** By which a plugin knows that it is one. */
  private static final String ORIGINAL = "DOCKER_CLI_PLUGIN_ORIGINAL_CLI_COMMAND";

  private final OwnApi api;

  Plugins(OwnApi api) {
    this.api = api;
  }

  /**
   * Returns when there is no such plugin.
   *
   * @param words the command and its arguments
   * @throws BecomeProgram when there is
   */
  void run(Invocation invocation, List<String> words) {
    String name = words.getFirst();
    if (!NAME.matcher(name).matches()) {
      return;
    }
    for (Path folder : folders(invocation)) {
      Path program = folder.resolve("docker-" + name);
      Path found = invocation.files().target(program);
      if (Files.isRegularFile(found) && Files.isExecutable(found)) {
        List<String> arguments = new ArrayList<>(List.of(program.toString()));
        arguments.addAll(words);
        throw new BecomeProgram(arguments, variables(invocation));
      }
    }
  }

  private static List<Path> folders(Invocation invocation) {
    List<Path> folders = new ArrayList<>();
    String config = invocation.environment().getOrDefault("DOCKER_CONFIG", "");
    String home = invocation.environment().getOrDefault("HOME", "");
    if (!config.isEmpty()) {
      folders.add(invocation.absolute(config).resolve("cli-plugins"));
    } else if (!home.isEmpty()) {
      folders.add(invocation.absolute(home).resolve(".docker/cli-plugins"));
    }
    FOLDERS.forEach(folder -> folders.add(Path.of(folder)));
    return folders;
  }

  private Map<String, String> variables(Invocation invocation) {
    Map<String, String> variables = new HashMap<>();
    variables.put("DOCKER_HOST", api.lend());
    variables.put(ORIGINAL, "jdock");
    String config = invocation.environment().getOrDefault("DOCKER_CONFIG", "");
    if (!config.isEmpty()) {
      variables.put("DOCKER_CONFIG", config);
    }
    return variables;
  }
}
