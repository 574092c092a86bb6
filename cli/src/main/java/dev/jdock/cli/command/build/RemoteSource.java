package dev.jdock.cli.command.build;

import dev.jdock.cli.Invocation;
import dev.jdock.image.build.BuildProgress;
import dev.jdock.image.build.ReceivedContext;
import dev.jdock.image.build.RunOptions;
import dev.jdock.image.build.git.GitAccess;
import dev.jdock.runtime.engine.Builds;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Has the engine fetch contexts, with what the user lends for it. */
final class RemoteSource implements ContextSource.Remote {
  private final Builds builds;
  private final Invocation invocation;
  private final BuildProgress progress;
  private final Supplier<RunOptions> options;

  /**
   * @param options of the build, for its secrets
   */
  RemoteSource(
      Builds builds, Invocation invocation, BuildProgress progress, Supplier<RunOptions> options) {
    this.builds = builds;
    this.invocation = invocation;
    this.progress = progress;
    this.options = options;
  }

  @Override
  public ReceivedContext fetch(String url) throws InterruptedException {
    Map<String, RunOptions.Secret> secrets = options.get().secrets();
    String agent = invocation.environment().getOrDefault("SSH_AUTH_SOCK", "");
    Path socket = agent.isEmpty() ? null : invocation.resolve(agent);
    var access =
        new GitAccess(
            invocation.environment(),
            socket,
            id -> Optional.ofNullable(secrets.get(id)).map(secret -> secret.read().bytes()));
    return builds.fetch(url, access, progress);
  }
}
