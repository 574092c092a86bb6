package dev.jdock.image.embedded;

import dev.jdock.image.reference.Reference;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A Dockerfile that is part of jdock, for an image that people ask for in their first minutes, and
 * which takes nothing but a distribution's package mirror. It is built where no registry is in
 * reach, and printed for whoever wants to learn from it.
 *
 * @param name of the repository that it makes, which is the name of its stage, too
 * @param summary in a line
 * @param file its Dockerfile's name in this package
 */
public record Recipe(String name, String summary, String file) {
  /** An image has it with the name of the recipe that it was built from. */
  public static final String LABEL = "io.jdock.recipe";

  private static final List<Recipe> ALL =
      List.of(
          new Recipe(
              "jupyter",
              "Jupyter notebooks with numpy, pandas and matplotlib",
              "jupyter.Dockerfile"),
          new Recipe("r", "R with ggplot2, dplyr and a compiler for packages", "r.Dockerfile"),
          new Recipe(
              "scipy",
              "jupyter, and scipy, scikit-learn, statsmodels, seaborn",
              "jupyter.Dockerfile"));

  /** In the order of their names. */
  public static List<Recipe> all() {
    return ALL;
  }

  public static Optional<Recipe> find(String name) {
    return ALL.stream().filter(recipe -> recipe.name().equals(name)).findFirst();
  }

  /** The one that stands in for an image: of Docker Hub's library, with the usual tag. */
  public static Optional<Recipe> of(Reference image) {
    return ALL.stream().filter(recipe -> Reference.parse(recipe.name()).equals(image)).findFirst();
  }

  /** What is built. */
  public String dockerfile() {
    try (InputStream in = Objects.requireNonNull(Recipe.class.getResourceAsStream(file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
