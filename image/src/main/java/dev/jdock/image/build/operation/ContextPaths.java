package dev.jdock.image.build.operation;

import dev.jdock.image.build.plan.BuildPlan;
import dev.jdock.image.build.plan.Change;
import dev.jdock.image.build.plan.Tree;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the steps of a build take from its context. */
public final class ContextPaths {
  private ContextPaths() {}

  /**
   * Paths from the context's root, patterns among them.
   *
   * @return nothing where no step reads the context; an empty set where one reads all of it
   */
  public static Optional<Set<String>> of(BuildPlan plan) {
    Set<String> paths = new TreeSet<>();
    for (BuildPlan.Step step : plan.all()) {
      switch (step.change()) {
        case Change.Files files -> {
          if (files.source() instanceof Tree.ContextFolder) {
            files.transfer().sources().stream()
                .filter(source -> !FileSources.isRemote(source))
                .forEach(source -> paths.add(relative(source)));
          }
        }
        case Change.Run run -> {
          for (Change.Mount mount : run.mounts()) {
            if (mount.tree() instanceof Tree.ContextFolder) {
              paths.add(relative(mount.mount().source()));
            }
          }
        }
        case Change.Workdir _ -> {}
      }
    }
    if (paths.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(paths.contains("") ? Set.of() : paths);
  }

  /** Without what leads out, nowhere or back. */
  private static String relative(String source) {
    return Path.of("/").relativize(Path.of("/" + source).normalize()).toString();
  }
}
