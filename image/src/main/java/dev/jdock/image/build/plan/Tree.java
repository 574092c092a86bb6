package dev.jdock.image.build.plan;

import dev.jdock.image.build.plan.BuildGraph.FromImage;
import java.nio.file.Path;

/** Files that a step begins with, or that it reads. */
public sealed interface Tree {

  /** {@code FROM scratch}. */
  record Nothing() implements Tree {}

  /** The folder the build was given. */
  record ContextFolder() implements Tree {}

  /** Another folder of the user's. */
  record OtherFolder(Path directory) implements Tree {}

  record OfImage(FromImage image) implements Tree {}

  /**
   * What a step leaves.
   *
   * @param step its index in the plan
   */
  record OfStep(int step) implements Tree {}
}
