package dev.jdock.image.build;

import dev.jdock.image.ssh.Agent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a build's caller has to say about the commands of RUN.
 *
 * @param secrets by their ids
 * @param agents by their ids, {@code default} for one without
 * @param allowed what commands may be let do besides: some of {@link Entitlement}
 * @param devices likewise
 * @param security options as of containers, with profiles in place of files' names: {@code
 *     seccomp=unconfined} …
 * @param debugger is shown the commands that fail; null for none
 */
public record RunOptions(
    Map<String, Secret> secrets,
    Map<String, Agent> agents,
    Set<Entitlement> allowed,
    AllowedDevices devices,
    List<String> security,
    StepLimits limits,
    @Nullable StepDebugger debugger) {
  private static final RunOptions NONE =
      new RunOptions(
          Map.of(), Map.of(), Set.of(), AllowedDevices.NONE, List.of(), StepLimits.NONE, null);

  public RunOptions {
    secrets = Map.copyOf(secrets);
    agents = Map.copyOf(agents);
    allowed = Set.copyOf(allowed);
    security = List.copyOf(security);
  }

  /** As a build without any flag has them. */
  public static RunOptions none() {
    return NONE;
  }

  /** Something of the user's that is read when a step needs it. */
  @FunctionalInterface
  public interface Secret {
    /** At most this many bytes: BuildKit's MaxSecretSize. */
    int MOST_BYTES = 500 * 1024;

    /**
     * Reads it.
     *
     * @throws dev.jdock.image.error.JdockException in BuildKit's words
     */
    HiddenBytes read();
  }
}
