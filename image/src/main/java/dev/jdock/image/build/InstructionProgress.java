package dev.jdock.image.build;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hears of each instruction of a Dockerfile, in the order in which they are written, as Docker's
 * classic builder tells of them. Builds for such a listener carry out all stages up to the target,
 * and keep an image of what each instruction came to.
 */
public interface InstructionProgress {

  /**
   * An instruction.
   *
   * @param text on one line
   * @param trigger whether it is an ONBUILD trigger of the base image, which has no number of its
   *     own
   * @param step name of the vertex that carries it out; empty where nothing is run for it
   */
  record Planned(String text, boolean trigger, String step) {}

  /** All instructions, before the first of them. */
  void planned(List<Planned> instructions);

  /**
   * The next instruction is done. Called from one thread at a time.
   *
   * @param image id of what it came to; empty for {@code scratch}, null for ARG before the first
   *     FROM
   * @param known whether the image was there already
   */
  void reached(@Nullable String image, boolean known);
}
