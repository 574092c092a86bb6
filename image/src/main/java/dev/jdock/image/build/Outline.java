package dev.jdock.image.build;

import dev.jdock.image.dockerfile.SourceRange;
import dev.jdock.image.dockerfile.SourceText;
import java.util.List;

/**
 * What a target takes from outside.
 *
 * @param name of the target; empty for one without a name
 * @param description of the comment above its FROM; may be empty
 * @param arguments by their place in the Dockerfile
 */
public record Outline(
    SourceText source,
    String name,
    String description,
    List<Argument> arguments,
    List<Access> secrets,
    List<Access> agents) {

  /**
   * A build argument.
   *
   * @param value as it is in this build; empty without one
   */
  public record Argument(String name, String value, String description, SourceRange range) {}

  /** A secret or an SSH agent of RUN. */
  public record Access(String name, boolean required, SourceRange range) {}
}
