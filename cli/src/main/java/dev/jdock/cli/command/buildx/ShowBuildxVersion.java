package dev.jdock.cli.command.buildx;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.runtime.engine.Engine;
import picocli.CommandLine.Command;

/** {@code buildx version}. */
@Command(description = "Show buildx version information")
public final class ShowBuildxVersion extends Action {
  public ShowBuildxVersion() {
    super(Arity.none());
  }

  /** Three words, as Docker's has. */
  @Override
  public int run(Engine engine, Invocation invocation) {
    JsonNode version = engine.system().version();
    String commit = version.path("GitCommit").asText();
    invocation
        .out()
        .println(
            "jdock/buildx "
                + version.path("Version").asText()
                + " "
                + (commit.isEmpty() ? "unknown" : commit));
    return 0;
  }
}
