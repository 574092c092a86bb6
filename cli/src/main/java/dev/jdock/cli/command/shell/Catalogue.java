package dev.jdock.cli.command.shell;

import dev.jdock.cli.command.syntax.Surface;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** The commands that jdock has. */
public interface Catalogue {
  /**
   * @param description one line
   * @param spec its visible flags; empty for a group
   */
  record Described(Surface.Entry entry, String description, Optional<CommandSpec> spec) {}

  /** Those right below a group, by name; of no group for an empty path. */
  List<Described> members(String group);

  /** By any of its names. */
  Optional<Described> find(String path);
}
