package dev.jdock.cli.bake;

import dev.jdock.cli.hcl.Body;
import dev.jdock.cli.hcl.BodyParser;
import dev.jdock.cli.hcl.Evaluator;
import dev.jdock.cli.hcl.HclException;
import dev.jdock.cli.hcl.JsonBodies;
import dev.jdock.cli.hcl.SourceFile;
import dev.jdock.cli.hcl.function.StandardFunctions;
import dev.jdock.image.error.JdockException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads files of all three kinds, by their names or, where these say nothing, by their texts. */
public final class DefinitionReader {
  /** Where there is no {@code --file}: all of these that exist, in this order. */
  public static final List<String> DEFAULT_FILES =
      List.of(
          "compose.yaml",
          "compose.yml",
          "docker-compose.yml",
          "docker-compose.yaml",
          "docker-bake.json",
          "docker-bake.hcl",
          "docker-bake.override.json",
          "docker-bake.override.hcl");

  private static final Map<String, Integer> LABELS =
      Map.of("target", 1, "group", 1, "variable", 1, "function", 1, "validation", 0);

  private DefinitionReader() {}

  /**
   * @param dotenv the text of {@code .env} in the working directory, for Compose files
   * @param others files that Compose files name
   * @throws HclException for a fault with a place
   * @throws JdockException INVALID for others
   */
  public static Definition read(
      List<BakeFile> files, BakeVariables variables, String dotenv, OtherFiles others) {
    var bodies = new ArrayList<Body>();
    var compose = new ArrayList<BakeFile>();
    for (BakeFile file : files) {
      String name = file.name().toLowerCase(Locale.ROOT);
      if (name.endsWith(".yml") || name.endsWith(".yaml")) {
        compose.add(file);
      } else if (name.endsWith(".json")) {
        bodies.add(JsonBodies.parse(source(file), LABELS));
      } else if (name.endsWith(".hcl")) {
        bodies.add(BodyParser.parse(source(file)));
      } else {
        unnamed(file, bodies, compose);
      }
    }
    Definition definition = Definition.empty();
    if (!compose.isEmpty()) {
      definition = new ComposeReader(variables, dotenv, others).read(compose);
    }
    if (!bodies.isEmpty()) {
      var functions =
          new StandardFunctions(
              variables.environment().getOrDefault("HOME", "/root"), Clock.systemUTC());
      definition =
          definition.and(new HclDefinition(new Evaluator(functions), bodies, variables).read());
    }
    return definition;
  }

  private static SourceFile source(BakeFile file) {
    return new SourceFile(file.name(), file.text());
  }

  private static void unnamed(BakeFile file, List<Body> bodies, List<BakeFile> compose) {
    if (ComposeReader.isCompose(file.text())) {
      compose.add(file);
      return;
    }
    try {
      bodies.add(BodyParser.parse(source(file)));
    } catch (HclException e) {
      if (!file.text().stripLeading().startsWith("{")) {
        throw e;
      }
      bodies.add(JsonBodies.parse(source(file), LABELS));
    }
  }
}
