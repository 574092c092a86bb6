package dev.jdock.image.build;

import dev.jdock.image.registry.Access;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A build as a caller asks for it.
 *
 * @param context where COPY and ADD read
 * @param dockerfile its text and the name to call it in messages
 * @param tags names of the result, normalised by the builder
 * @param buildArgs values of ARG, by name
 * @param target a stage's name or number; null for the last
 * @param pull whether to look for newer base images
 * @param network of RUN: {@code default}, {@code none}, {@code host} or a user's
 * @param platform {@code os/arch[/variant]}; null for this machine's
 * @param access to the registries of base images
 * @param run about the commands of RUN
 * @param solving how it uses what former builds came to
 * @param outputs what becomes of the result, and which caches it has
 * @param contexts that take the place of stages and images
 */
public record BuildRequest(
    BuildContext context,
    DockerfileSource dockerfile,
    List<String> tags,
    Map<String, String> buildArgs,
    Map<String, String> labels,
    @Nullable String target,
    boolean noCache,
    boolean pull,
    String network,
    Map<String, String> extraHosts,
    @Nullable String platform,
    Access access,
    BuildProgress progress,
    RunOptions run,
    SolveOptions solving,
    BuildOutputs outputs,
    NamedContexts contexts) {
  public BuildRequest {
    network = network.isEmpty() || network.equals("bridge") ? "default" : network;
  }

  /** The same with another context. */
  public BuildRequest with(BuildContext other) {
    return copy(other, progress, contexts);
  }

  /** The same, heard by another. */
  public BuildRequest with(BuildProgress other) {
    return copy(context, other, contexts);
  }

  /** The same with other named contexts. */
  public BuildRequest with(NamedContexts others) {
    return copy(context, progress, others);
  }

  private BuildRequest copy(
      BuildContext newContext, BuildProgress newProgress, NamedContexts newContexts) {
    return new BuildRequest(
        newContext,
        dockerfile,
        tags,
        buildArgs,
        labels,
        target,
        noCache,
        pull,
        network,
        extraHosts,
        platform,
        access,
        newProgress,
        run,
        solving,
        outputs,
        newContexts);
  }

  /**
   * The Dockerfile's text.
   *
   * @param name for messages, its last component usually
   * @param ignoreFiles where its {@code .dockerignore} may be, the best place first; none for the
   *     usual places in the context
   */
  public record DockerfileSource(String name, byte[] content, List<Path> ignoreFiles) {
    public DockerfileSource(String name, byte[] content) {
      this(name, content, List.of());
    }
  }
}
