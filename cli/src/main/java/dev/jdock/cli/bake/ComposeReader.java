package dev.jdock.cli.bake;

import dev.jdock.image.error.JdockException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads Compose files: each service with {@code build} is a target. */
final class ComposeReader {
  private static final int MOST_ALIASES = 200;
  private static final int DEEPEST = 60;
  private static final int LONGEST = 4 << 20;

  private final Map<String, String> environment;

  /**
   * @param dotenv lines of {@code NAME=value}, which the environment goes before
   */
  ComposeReader(BakeVariables variables, String dotenv) {
    this.environment = new LinkedHashMap<>(DotEnv.parse(dotenv, variables.visible()));
    environment.putAll(variables.visible());
  }

  static boolean isCompose(String text) {
    try {
      return load(text) instanceof Map<?, ?> map && map.get("services") instanceof Map<?, ?>;
    } catch (YAMLException e) {
      return false;
    }
  }

  private static @Nullable Object load(String text) {
    var options = new LoaderOptions();
    options.setMaxAliasesForCollections(MOST_ALIASES);
    options.setNestingDepthLimit(DEEPEST);
    options.setCodePointLimit(LONGEST);
    options.setAllowDuplicateKeys(false);
    return new Yaml(new SafeConstructor(options)).load(text);
  }

  Definition read(List<BakeFile> files) {
    ComposeNode merged = ComposeNode.of("", Map.of());
    for (BakeFile file : files) {
      try {
        Object loaded = load(file.text());
        if (!(loaded instanceof Map<?, ?> map)) {
          throw failed(file, "empty compose file");
        }
        refuse(file, map);
        ComposeNode root = ComposeNode.of("", map).interpolated(environment);
        merged = merged.and(root);
      } catch (YAMLException e) {
        throw failed(file, String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
      } catch (JdockException e) {
        throw failed(file, String.valueOf(e.getMessage()));
      }
    }
    try {
      return definition(merged);
    } catch (JdockException e) {
      throw new JdockException(
          JdockException.Kind.INVALID, "failed to parse compose file: " + e.getMessage(), e);
    }
  }

  private static void refuse(BakeFile file, Map<?, ?> root) {
    if (root.containsKey("include")) {
      throw failed(file, "include is not supported yet");
    }
  }

  private static JdockException failed(BakeFile file, String reason) {
    return JdockException.invalid("failed to parse " + file.name() + ": " + reason);
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
          if (node.has("extends")) {
            throw JdockException.invalid("services." + service + ".extends is not supported yet");
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
