package dev.jdock.image.build;

import dev.jdock.image.dockerfile.SourceRange;
import dev.jdock.image.dockerfile.SourceText;
import java.util.List;

/** The stages of a Dockerfile that can be built. */
public record TargetList(SourceText source, List<Target> targets) {

  /**
   * A stage.
   *
   * @param name empty for one that has none
   * @param description of the comment above its FROM that begins with its name; may be empty
   * @param base as FROM has it, variables and all
   * @param platform of FROM; empty without one
   * @param last whether it is built when no target is given
   */
  public record Target(
      String name,
      String description,
      String base,
      String platform,
      boolean last,
      SourceRange range) {}
}
