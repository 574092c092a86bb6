package dev.jdock.image.build.git;

import dev.jdock.image.ssh.Agent;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a user lends to a build so that it can read repositories.
 *
 * @param environment the user's, for the proxies and the hosts that {@code ~/.ssh/known_hosts}
 *     knows
 * @param agent that signs for ssh, null for none
 * @param secrets the build's secrets by id; {@code GIT_AUTH_TOKEN} and {@code GIT_AUTH_HEADER},
 *     with or without {@code .host} behind them, are sent to the repository
 */
public record GitAccess(
    Map<String, String> environment,
    @Nullable Agent agent,
    Function<String, Optional<byte[]>> secrets) {
  /** The id of the agent among those of a build that signs for repositories. */
  public static final String AGENT = "default";

  public GitAccess {
    environment = Map.copyOf(environment);
  }

  /** No more than what everybody may read. */
  public static GitAccess anonymous(Map<String, String> environment) {
    return new GitAccess(environment, null, _ -> Optional.empty());
  }
}
