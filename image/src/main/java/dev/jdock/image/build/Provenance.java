package dev.jdock.image.build;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a build was made, without anything that it was lent: secrets and agents are there by their
 * ids alone.
 *
 * @param source where the context came from; null for a folder of the user's
 * @param repository that this folder lies in, as {@link BuildContext#repository}
 * @param entryPoint the Dockerfile's name
 * @param arguments by the names that BuildKit's frontend has for them
 * @param locals folders of the user's, by name
 * @param materials images, repositories and files that were used
 * @param complete whether the materials are all that was used
 * @param hermetic whether they are, and no command had a network
 * @param dockerfile its bytes
 * @param steps of the target, each after those that it needs; the last is the result
 * @param invocation no other build's
 */
public record Provenance(
    @Nullable Material source,
    SortedMap<String, String> repository,
    String entryPoint,
    SortedMap<String, String> arguments,
    List<Lent> secrets,
    List<Lent> agents,
    List<String> locals,
    List<Material> materials,
    boolean complete,
    boolean hermetic,
    Platform builder,
    byte[] dockerfile,
    List<Step> steps,
    String invocation,
    Instant started,
    Instant finished) {

  /** A secret or an agent that a command was shown. */
  public record Lent(String id, boolean optional) {}

  /**
   * A step, or something that steps begin with.
   *
   * @param operation as BuildKit writes its own in JSON
   * @param inputs numbers of others
   * @param line the first of its instruction, from 1; 0 for none
   * @param lastLine of its instruction
   */
  public record Step(ObjectNode operation, List<Integer> inputs, int line, int lastLine) {
    public Step {
      inputs = List.copyOf(inputs);
    }
  }

  public Provenance {
    repository = Collections.unmodifiableSortedMap(new TreeMap<>(repository));
    arguments = Collections.unmodifiableSortedMap(new TreeMap<>(arguments));
    secrets = List.copyOf(secrets);
    agents = List.copyOf(agents);
    locals = List.copyOf(locals);
    materials = List.copyOf(materials);
    steps = List.copyOf(steps);
  }
}
