package dev.jdock.cli.bake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.cli.hcl.HclException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What is printed is buildx 0.29's, recorded, where it is in a file. */
class PlanTest {
  private static String resource(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(PlanTest.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Definition definition(Map<String, String> environment, BakeFile... files) {
    return DefinitionReader.read(
        List.of(files),
        new BakeVariables(Map.of("BAKE_CMD_CONTEXT", "cwd://"), environment),
        "",
        new MemoryFiles(Map.of()));
  }

  private static Plan plan(String hcl, String... overrides) {
    return Plan.of(
        definition(Map.of(), new BakeFile("b.hcl", hcl)), List.of(), List.of(overrides), Map.of());
  }

  private static Map<String, String> arguments(Map<String, String> environment, String hcl) {
    Definition definition = definition(environment, new BakeFile("b.hcl", hcl));
    Target target = Plan.of(definition, List.of(), List.of(), Map.of()).targets().get("default");
    assertThat(target).isNotNull();
    return target.pairs(Field.ARGS);
  }

  @Test
  void printsAsBuildxDoes() throws IOException {
    Definition definition = definition(Map.of(), new BakeFile("b.hcl", resource("all.hcl")));
    Plan plan = Plan.of(definition, List.of(), List.of(), Map.of());
    assertThat(PlanText.of(plan) + "\n").isEqualTo(sorted(resource("all.json")));
  }

  /** The order of a matrix' members is another one each time in buildx. */
  private static String sorted(String json) {
    String members =
        "        \"lib-1-1\",\n"
            + "        \"lib-2_0-1\",\n"
            + "        \"lib-1-2\",\n"
            + "        \"lib-2_0-2\"\n";
    int start = json.indexOf("        \"lib-1-1\"");
    int end = json.indexOf("      ]", start);
    return json.substring(0, start) + members + json.substring(end);
  }

  @Test
  void overridesAsBuildxDoes() throws IOException {
    Definition definition = definition(Map.of(), new BakeFile("b.hcl", resource("all.hcl")));
    Plan plan =
        Plan.of(
            definition,
            List.of("app"),
            List.of(
                "app.tags=x:1",
                "app.tags=y",
                "lib*.args.Q=1",
                "app.platform+=linux/arm64",
                "app.output=type=docker",
                "app.cache-from+=type=gha",
                "app.args.E=${x}",
                "*.push=true",
                "*.no-cache=true"),
            Map.of());
    assertThat(PlanText.of(plan) + "\n").isEqualTo(resource("overridden.json"));
  }

  @Test
  void aPrintedPlanIsADefinition() throws IOException {
    Definition definition = definition(Map.of(), new BakeFile("b.hcl", resource("all.hcl")));
    String printed = PlanText.of(Plan.of(definition, List.of(), List.of(), Map.of()));
    Definition again = definition(Map.of(), new BakeFile("b.json", printed));
    assertThat(PlanText.of(Plan.of(again, List.of(), List.of(), Map.of()))).isEqualTo(printed);
  }

  @Test
  void theEnvironmentGoesBeforeDefaultsAndKeepsTheirTypes() {
    String hcl =
        """
        variable "N" { default = 3 }
        variable "L" {
          type    = list(string)
          default = ["a"]
        }
        target "default" {
          args = { N = N + 1, L = join("-", L) }
        }
        """;
    assertThat(arguments(Map.of(), hcl)).containsEntry("N", "4").containsEntry("L", "a");
    assertThat(arguments(Map.of("N", "5", "L", "x,\"y,z\""), hcl))
        .containsEntry("N", "6")
        .containsEntry("L", "x-y,z");
    assertThat(arguments(Map.of("L_JSON", "[\"q\"]"), hcl)).containsEntry("L", "q");
    assertThat(arguments(Map.of("N", "5", "BUILDX_BAKE_DISABLE_VARS_ENV_LOOKUP", "1"), hcl))
        .containsEntry("N", "4");
    assertThatThrownBy(() -> arguments(Map.of("N", "x"), hcl))
        .hasMessageContaining("failed to parse N as number");
  }

  @Test
  void functionsAndVariablesAreFoundWhereverTheyStand() {
    assertThat(
            arguments(
                Map.of(),
                """
                target "default" {
                  args = { A = twice(X...), B = all("-", "a", "b"), C = target.other.args.Z }
                }
                target "other" {
                  args = { Z = Y }
                }
                X = [Y]
                Y = "y"
                function "twice" {
                  params = [a]
                  result = "${a}${a}"
                }
                function "all" {
                  params = [by]
                  variadic_params = rest
                  result = join(by, rest)
                }
                """))
        .containsEntry("A", "yy")
        .containsEntry("B", "a-b")
        .containsEntry("C", "y");
  }

  @Test
  void circlesAreRefused() {
    assertThatThrownBy(() -> plan("A = B\nB = A\ntarget \"default\" {}\n"))
        .isInstanceOf(HclException.class)
        .hasMessageContaining("variable cycle not allowed");
    assertThatThrownBy(() ->
            plan(
                """
                target "default" { args = target.b.args }
                target "b" { args = target.default.args }
                """))
        .hasMessageContaining("reference cycle not allowed for target.");
    assertThatThrownBy(() ->
            plan(
                """
                target "default" { contexts = { x = "target:b" } }
                target "b" { contexts = { x = "target:default" } }
                """))
        .hasMessageContaining("infinite loop from b to default");
    assertThatThrownBy(() ->
            plan(
                """
                function "f" {
                  params = []
                  result = f()
                }
                target "default" { args = { A = f() } }
                """))
        .hasMessageContaining("function cycle not allowed for f");
  }

  @Test
  void whatIsNotThereIsSaid() {
    assertThatThrownBy(() -> plan("target \"default\" { inherits = [\"a\"] }\n"))
        .hasMessageContaining("failed to find target a");
    assertThatThrownBy(() -> plan("target \"a.b\" {}\n"))
        .hasMessageContaining("b.hcl:1,8-13: Invalid name; only \"[a-zA-Z0-9_-]+\" are allowed");
    assertThatThrownBy(() -> plan("target \"default\" {}\n", "foo"))
        .hasMessageContaining("invalid override key foo, expected target.name");
    assertThatThrownBy(() -> plan("target \"default\" {}\n", "nope.tags=a"))
        .hasMessageContaining("could not find any target matching 'nope'");
    assertThatThrownBy(() -> plan("target \"default\" {}\n", "default.what=a"))
        .hasMessageContaining("unknown key: what");
  }

  @Test
  void validationsSpeak() {
    assertThatThrownBy(() ->
            plan(
                """
                variable "A" {
                  default = 3
                  validation {
                    condition = A > 5
                    error_message = "too small: ${A}"
                  }
                }
                target "default" {}
                """))
        .hasMessage("b.hcl:4,17-22: Validation failed; too small: 3");
  }

  @Test
  void servicesOfComposeAreTargets() {
    Definition definition =
        definition(
            Map.of("TAG", "2"),
            new BakeFile(
                "compose.yaml",
                """
                x-args: &args
                  A: ${TAG:-1}
                services:
                  web.app:
                    image: web:${TAG}
                    environment: [INHERITED=yes]
                    build:
                      context: ./web
                      dockerfile: D
                      args:
                        <<: *args
                        INHERITED:
                      additional_contexts: ["base=service:base"]
                      ulimits: {nofile: {soft: 1, hard: 2}}
                      secrets: [token]
                      x-bake:
                        platforms: linux/amd64
                        output: type=docker
                  base:
                    build: ./base
                  db:
                    image: db
                secrets:
                  token: {environment: TOKEN}
                """));
    Plan plan = Plan.of(definition, List.of(), List.of(), Map.of());
    assertThat(plan.targets()).containsOnlyKeys("base", "web_app");
    Target web = Objects.requireNonNull(plan.targets().get("web_app"));
    assertThat(web.text(Field.CONTEXT)).isEqualTo("web");
    assertThat(web.words(Field.TAGS)).containsExactly("web:2");
    assertThat(web.pairs(Field.ARGS)).containsEntry("A", "2").containsEntry("INHERITED", "yes");
    assertThat(web.pairs(Field.CONTEXTS)).containsEntry("base", "target:base");
    assertThat(web.words(Field.ULIMITS)).containsExactly("nofile=1:2");
    assertThat(web.entries(Field.SECRET).getFirst().text()).isEqualTo("id=token,env=TOKEN");
    assertThat(web.entries(Field.OUTPUT).getFirst().text()).isEqualTo("type=docker");
  }

  @Test
  void laterFilesAddToEarlierOnes() {
    Definition definition =
        definition(
            Map.of(),
            new BakeFile(
                "a.hcl", "target \"default\" {\n args = { A = \"1\" }\n tags = [\"a\"]\n}\n"),
            new BakeFile(
                "b.json",
                "{\"target\": {\"default\": {\"args\": {\"B\": \"${1 + 1}\"}, \"tags\":"
                    + " [\"b\"]}}}"));
    Target target =
        Objects.requireNonNull(
            Plan.of(definition, List.of(), List.of(), Map.of()).targets().get("default"));
    assertThat(target.pairs(Field.ARGS)).containsEntry("A", "1").containsEntry("B", "2");
    assertThat(target.words(Field.TAGS)).containsExactly("b");
  }
}
