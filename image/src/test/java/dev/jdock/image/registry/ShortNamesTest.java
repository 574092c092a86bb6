package dev.jdock.image.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.oci.Json;
import dev.jdock.image.reference.Reference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShortNamesTest {

  private static Optional<String> meaning(ShortNames names, String typed) {
    return names.of(Reference.parse(typed)).map(Reference::toString);
  }

  private static ShortNames with(String aliases) {
    byte[] json = ("{\"aliases\": " + aliases + "}").getBytes(StandardCharsets.UTF_8);
    return ShortNames.table().with(Json.read(json, "JSON"));
  }

  @Test
  void jupyterIsTheProjectsNotebookWithTheUsersTag() {
    assertThat(meaning(ShortNames.table(), "jupyter"))
        .hasValue("quay.io/jupyter/scipy-notebook:latest");
    assertThat(meaning(ShortNames.table(), "jupyter:python-3.12"))
        .hasValue("quay.io/jupyter/scipy-notebook:python-3.12");
    assertThat(meaning(ShortNames.table(), "rstudio")).hasValue("docker.io/rocker/rstudio:latest");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "debian",
        "team/jupyter",
        "quay.io/library/jupyter",
        "localhost/jupyter",
        "jupyter@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
      })
  void otherNamesStandForThemselves(String name) {
    assertThat(meaning(ShortNames.table(), name)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "jupyter, true",
    "jupyter:1, true",
    "docker.io/jupyter, false",
    "docker.io/library/jupyter, false",
    "a/jupyter, false",
    "jupyter@sha256:aa, false"
  })
  void qualifiedNamesAreNotShort(String typed, boolean isShort) {
    assertThat(ShortNames.isShort(typed)).isEqualTo(isShort);
  }

  /** The list is that of docker-library/official-images, folder library, as of 2026-08-21. */
  @Test
  void noneIsANameOfTheLibrary() throws IOException {
    try (InputStream list = ShortNamesTest.class.getResourceAsStream("official-images.txt")) {
      assertThat(list).isNotNull();
      List<String> official =
          new String(list.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      assertThat(official).contains("julia", "spark", "r-base", "python");
      assertThat(ShortNames.table().repositories().keySet()).doesNotContainAnyElementsOf(official);
    }
  }

  @Test
  void theMachinesCountBeforeThoseOfTheTable(@TempDir Path etc) throws IOException {
    assertThat(ShortNames.read(etc)).isEqualTo(ShortNames.table());
    Path file = Files.createDirectories(etc.resolve("jdock")).resolve("daemon.json");
    Files.writeString(
        file,
        """
        {"aliases": {"jupyter": "registry.invalid:5000/data/notebook", "own": "team/own"}}
        """);
    ShortNames names = ShortNames.read(etc);
    assertThat(meaning(names, "jupyter")).hasValue("registry.invalid:5000/data/notebook:latest");
    assertThat(meaning(names, "own:3")).hasValue("docker.io/team/own:3");
    assertThat(meaning(names, "rstudio")).hasValue("docker.io/rocker/rstudio:latest");
    Files.writeString(file, "{\"aliases\": {\"own\": 3}}");
    assertThatThrownBy(() -> ShortNames.read(etc))
        .hasMessage(
            "unable to read the settings of aliases in "
                + file
                + ": invalid alias \"own\": 3 is no name of an image");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[\"a\"] | invalid aliases: an object of names is needed",
        "{\"a/b\": \"c/d\"} | invalid alias \"a/b\": a short name has no registry, path, tag or digest",
        "{\"a:1\": \"c/d\"} | invalid alias \"a:1\": a short name has no registry, path, tag or digest",
        "{\"A\": \"c/d\"} | invalid alias \"A\": a short name has no registry, path, tag or digest",
        "{\"a\": \"c/D\"} | invalid alias \"a\": \"c/D\" is no name of an image",
        "{\"a\": \"c:5/d:1\"} | invalid alias \"a\": \"c:5/d:1\" has a tag or a digest, which are the user's to choose"
      })
  void refusesWhatIsNoAlias(String aliases, String message) {
    assertThatThrownBy(() -> with(aliases)).hasMessage(message);
  }
}
