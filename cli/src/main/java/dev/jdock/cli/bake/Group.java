package dev.jdock.cli.bake;

import java.util.List;

/** Targets, and other groups, that are built together. */
public record Group(String name, String description, List<String> targets) {
  public Group {
    targets = targets.stream().distinct().toList();
  }
}
