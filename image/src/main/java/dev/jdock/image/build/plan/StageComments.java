package dev.jdock.image.build.plan;

import dev.jdock.image.dockerfile.Dockerfile;
import dev.jdock.image.dockerfile.Instruction;
import dev.jdock.image.dockerfile.SourceRange;
import dev.jdock.image.dockerfile.SourceText;
import dev.jdock.image.dockerfile.lint.Comments;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The comments above the instructions of a Dockerfile, which say what stages and arguments are. */
final class StageComments {
  private final Comments comments;
  private final Map<SourceRange, List<String>> found = new HashMap<>();
  private int lastLine;

  private StageComments(SourceText source) {
    this.comments = new Comments(source);
  }

  static StageComments of(Dockerfile dockerfile) {
    var result = new StageComments(dockerfile.source());
    dockerfile.globalArguments().forEach(result::read);
    for (Dockerfile.Stage stage : dockerfile.stages()) {
      result.read(stage.from());
      stage.instructions().forEach(result::read);
    }
    return result;
  }

  /** What is said of a stage or an argument; empty for nothing. */
  String describing(String name, SourceRange range) {
    return Comments.describing(name, found.getOrDefault(range, List.of()));
  }

  private void read(Instruction instruction) {
    found.put(instruction.range(), comments.before(instruction.range(), lastLine));
    lastLine = instruction.range().end();
  }
}
