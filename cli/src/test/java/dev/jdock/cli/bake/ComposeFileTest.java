package dev.jdock.cli.bake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Compose files that name others; what comes out is what buildx 0.29 makes of them. */
class ComposeFileTest {
  private static final Map<String, String> OTHERS =
      Map.of(
          "sub/other.yml",
          """
          services:
            lib:
              image: lib:1
              build:
                context: ctx
                dockerfile: D
                additional_contexts: {x: ./xx, y: "docker-image://y"}
                args: {X: "${WHO}", Z: "0"}
                secrets: [key]
            unused:
              build: .
          secrets:
            key: {file: key.txt}
          """,
          "sub/.env",
          "WHO=them\n");

  private static Map<String, Target> targets(String text) {
    Definition definition =
        DefinitionReader.read(
            List.of(new BakeFile("compose.yml", text)),
            new BakeVariables(Map.of(), Map.of()),
            "WHO=us\n",
            new MemoryFiles(OTHERS));
    return Plan.of(definition, List.of(), List.of(), Map.of()).targets();
  }

  private static Target target(Map<String, Target> targets, String name) {
    Target target = targets.get(name);
    assertThat(target).as(name).isNotNull();
    return target;
  }

  @Test
  void aServiceIsPutOnTopOfTheOneItExtends() {
    Map<String, Target> targets =
        targets(
            """
            services:
              base:
                image: base:1
                build:
                  context: .
                  args: {A: "1", B: "2"}
                  tags: [t:base]
              web:
                extends: base
                build:
                  args: ["B=3"]
                  target: web
              api:
                extends: {service: web}
                build: ./api
            """);
    Target web = target(targets, "web");
    assertThat(web.pairs(Field.ARGS)).isEqualTo(Map.of("A", "1", "B", "3"));
    assertThat(web.words(Field.TAGS)).containsExactly("t:base");
    Target api = target(targets, "api");
    assertThat(api.text(Field.CONTEXT)).isEqualTo("api");
    assertThat(api.text(Field.TARGET)).isEqualTo("web");
    assertThat(target(targets, "base").text(Field.TARGET)).isEmpty();
  }

  @Test
  void aServiceOfAnotherFileKeepsItsFolders() {
    Target far =
        target(
            targets(
                """
                services:
                  far:
                    extends: {file: sub/other.yml, service: lib}
                    build:
                      args: {Z: "1"}
                """),
            "far");
    assertThat(far.text(Field.CONTEXT)).isEqualTo("sub/ctx");
    assertThat(far.text(Field.DOCKERFILE)).isEqualTo("D");
    assertThat(far.pairs(Field.CONTEXTS)).isEqualTo(Map.of("x", "sub/xx", "y", "docker-image://y"));
    assertThat(far.pairs(Field.ARGS)).isEqualTo(Map.of("X", "us", "Z", "1"));
    assertThat(far.words(Field.TAGS)).containsExactly("lib:1");
  }

  @Test
  void anIncludedFileHasItsFolderAndItsVariables() {
    Map<String, Target> targets =
        targets("include: [sub/other.yml]\nservices:\n  mine:\n    build: .\n");
    assertThat(targets).containsOnlyKeys("lib", "mine", "unused");
    Target lib = target(targets, "lib");
    assertThat(lib.text(Field.CONTEXT)).isEqualTo("sub/ctx");
    assertThat(lib.entries(Field.SECRET).getFirst().text()).contains("src=sub/key.txt");
    assertThat(target(targets, "unused").text(Field.CONTEXT)).isEqualTo("sub");
    Map<String, Target> elsewhere =
        targets(
            "include: [{path: sub/other.yml, project_directory: ., env_file: sub/.env}]\n"
                + "services: {mine: {build: .}}\n");
    assertThat(target(elsewhere, "lib").text(Field.CONTEXT)).isEqualTo("ctx");
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatThrownBy(() -> targets("services: {c: {extends: nope, build: .}}"))
        .hasMessage("cannot extend service \"c\" in : service \"nope\" not found");
    assertThatThrownBy(() -> targets("services: {a: {extends: b, build: .}, b: {extends: a}}"))
        .hasMessage("Circular reference: a, extends b, extends a");
    assertThatThrownBy(
            () -> targets("services: {c: {extends: {file: gone.yml, service: x}, build: .}}"))
        .hasMessage("open gone.yml: no such file or directory");
    assertThatThrownBy(() -> targets("include: [sub/other.yml]\nservices: {lib: {build: .}}"))
        .hasMessage("services.lib conflicts with imported resource");
    assertThatThrownBy(() -> targets("include: [\"\\0\"]\nservices: {lib: {build: .}}"))
        .hasMessageContaining("invalid argument");
  }
}
