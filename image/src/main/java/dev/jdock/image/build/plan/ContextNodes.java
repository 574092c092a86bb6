package dev.jdock.image.build.plan;

import dev.jdock.image.build.plan.BuildGraph.FromFolder;
import dev.jdock.image.build.plan.BuildGraph.FromStage;
import dev.jdock.image.build.plan.BuildGraph.Node;
import dev.jdock.image.build.plan.BuildGraph.Scratch;
import dev.jdock.image.build.plan.BuildGraph.Source;
import dev.jdock.image.build.plan.BuildGraph.Step;
import dev.jdock.image.dockerfile.Dockerfile;
import dev.jdock.image.dockerfile.Instruction;
import dev.jdock.image.dockerfile.SourceRange;
import dev.jdock.image.dockerfile.SourceText;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Folders that a stage begins with or that RUN mounts, as nodes of the graph: a layer is made of
 * each, once. COPY reads a folder where it is.
 */
final class ContextNodes {
  private static final SourceRange NOWHERE = new SourceRange(1, 1);

  private final SourceText source;
  private final Map<Integer, Node> nodes;
  private final Map<Path, Integer> indexes = new HashMap<>();

  ContextNodes(SourceText source, Map<Integer, Node> nodes) {
    this.source = source;
    this.nodes = nodes;
  }

  /** The source itself, or a node that has the files of a folder. */
  Source base(Source found) {
    if (!(found instanceof FromFolder folder)) {
      return found;
    }
    // Before all stages, since the graph is in the order of what depends on what.
    int index = indexes.computeIfAbsent(folder.directory(), _ -> -2 - indexes.size());
    nodes.computeIfAbsent(index, _ -> node(index, folder));
    return new FromStage(index);
  }

  private Node node(int index, FromFolder folder) {
    Instruction copy = Dockerfile.parseTrigger(source, NOWHERE, "COPY . /");
    Instruction.From from =
        (Instruction.From) Dockerfile.parseTrigger(source, NOWHERE, "FROM scratch");
    var step = new Step(copy, false, folder, List.of());
    var stage = new Dockerfile.Stage(from, List.of(copy));
    return new Node(index, "context", stage, new Scratch(), List.of(step));
  }
}
