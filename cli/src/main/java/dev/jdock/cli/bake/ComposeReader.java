package dev.jdock.cli.bake;

import dev.jdock.image.error.JdockException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads Compose files: each service with {@code build} is a target. */
final class ComposeReader {
  private final OtherFiles others;
  private final Map<String, String> environment;

  /**
   * @param dotenv lines of {@code NAME=value}, which the environment goes before
   */
  ComposeReader(BakeVariables variables, String dotenv, OtherFiles others) {
    this.others = others;
    this.environment = new LinkedHashMap<>(DotEnv.parse(dotenv, variables.visible()));
    environment.putAll(variables.visible());
  }

  static boolean isCompose(String text) {
    try {
      return ComposeFile.load(text) instanceof Map<?, ?> map
          && map.get("services") instanceof Map<?, ?>;
    } catch (YAMLException e) {
      return false;
    }
  }

  Definition read(List<BakeFile> files) {
    ComposeNode merged = ComposeNode.of("", Map.of());
    for (BakeFile file : files) {
      merged = merged.and(new ComposeFile(others).read(file, environment));
    }
    try {
      return definition(merged);
    } catch (JdockException e) {
      throw new JdockException(
          JdockException.Kind.INVALID, "failed to parse compose file: " + e.getMessage(), e);
    }
  }

  private Definition definition(ComposeNode root) {
    var targets = new LinkedHashMap<String, Target>();
    ComposeNode secrets = root.member("secrets");
    root.member("services")
        .members()
        .forEach((service, node) -> {
          String name = Definition.sanitized(service);
          if (!name.matches("[a-zA-Z0-9_-]+")) {
            throw JdockException.invalid("invalid service name \"" + name + "\"");
          }
          if (node.has("build")) {
            targets.put(name, new ComposeTarget(node, secrets, environment).target(name));
          }
        });
    var groups = new LinkedHashMap<String, Group>();
    groups.put("default", new Group("default", "", List.copyOf(targets.keySet())));
    return new Definition(groups, targets, List.of());
  }
}
