package dev.jdock.image.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.image.dockerfile.Dockerfile;
import dev.jdock.image.reference.Reference;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RecipeTest {

  @Test
  void areInTheOrderOfTheirNames() {
    assertThat(Recipe.all())
        .isSortedAccordingTo(Comparator.comparing(Recipe::name))
        .extracting(Recipe::name)
        .contains("jupyter", "r", "scipy");
  }

  @ParameterizedTest
  @MethodSource("all")
  void eachHasAStageOfItsNameThatSaysSo(Recipe recipe) {
    byte[] text = recipe.dockerfile().getBytes(StandardCharsets.UTF_8);
    Dockerfile dockerfile = Dockerfile.parse(recipe.file(), text);
    assertThat(dockerfile.stages())
        .extracting(stage -> stage.from().name())
        .contains(recipe.name());
    assertThat(recipe.dockerfile())
        .contains("LABEL " + Recipe.LABEL + "=" + recipe.name() + "\n")
        .startsWith("# ");
  }

  static List<Recipe> all() {
    return Recipe.all();
  }

  @ParameterizedTest
  @CsvSource({
    "jupyter, true",
    "docker.io/library/jupyter:latest, true",
    "jupyter:python-3.12, false",
    "quay.io/jupyter/scipy-notebook, false",
    "team/jupyter, false",
    "debian, false"
  })
  void standInForTheUsualTagOfTheirNameOnly(String image, boolean there) {
    assertThat(Recipe.of(Reference.parse(image)).isPresent()).isEqualTo(there);
  }
}
