package dev.jdock.cli.command.build;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.progress.ProgressDisplay;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.BootstrapRequest;
import dev.jdock.runtime.engine.Engine;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bootstrap}: a base image without a registry. */
@Command(description = "Make a base image from the mirror of its distribution, without a registry")
public final class BootstrapImage extends Action {
  @Option(
      names = "--mirror",
      paramLabel = "string",
      description =
          "Take packages from this mirror alone (default: the host's own, or the official one)")
  private @Nullable String mirror;

  @Option(
      names = "--platform",
      paramLabel = "string",
      description = "Platform of the image, which is this machine's")
  private @Nullable String platform;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print nothing but the id")
  private boolean quiet;

  @Option(
      names = {"-t", "--tag"},
      paramLabel = "list",
      description = "Name of the image (default: that of the distribution, with the suite)")
  private List<String> tags = new ArrayList<>();

  public BootstrapImage() {
    super(Arity.exactly(1));
  }

  @Override
  public int run(Engine engine, Invocation invocation) throws InterruptedException {
    String wanted = argument(0);
    int colon = wanted.indexOf(':');
    String distribution = colon < 0 ? wanted : wanted.substring(0, colon);
    String suite = colon < 0 ? null : wanted.substring(colon + 1);
    try (ProgressDisplay display = ProgressDisplay.ofSteps(quiet ? "quiet" : "auto", invocation)) {
      var request =
          new BootstrapRequest(
              distribution, suite, mirror, tags, platform, invocation.environment(), display);
      try {
        String id = engine.builds().bootstrap(request);
        display.done();
        invocation.out().println(id);
        return 0;
      } catch (JdockException e) {
        display.failed();
        throw CommandFailure.of("Error: " + e.getMessage());
      }
    }
  }
}
