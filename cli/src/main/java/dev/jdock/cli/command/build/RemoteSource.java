package dev.jdock.cli.command.build;

import dev.jdock.cli.Invocation;
import dev.jdock.image.build.BuildProgress;
import dev.jdock.image.build.ReceivedContext;
import dev.jdock.image.build.RunOptions;
import dev.jdock.image.build.git.GitAccess;
import dev.jdock.image.ssh.Agent;
import dev.jdock.image.ssh.ForwardedAgent;
import dev.jdock.runtime.engine.Builds;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
    RunOptions lent = options.get();
    Map<String, RunOptions.Secret> secrets = lent.secrets();
    var access =
        new GitAccess(
            invocation.environment(),
            agent(lent),
            id -> Optional.ofNullable(secrets.get(id)).map(secret -> secret.read().bytes()));
    return builds.fetch(url, access, progress);
  }

  /** That of {@code --ssh}, or the user's. */
  private @Nullable Agent agent(RunOptions lent) {
    Agent named = lent.agents().get(GitAccess.AGENT);
    String socket = invocation.environment().getOrDefault("SSH_AUTH_SOCK", "");
    return named != null || socket.isEmpty()
        ? named
        : new ForwardedAgent(invocation.resolve(socket));
  }
}
