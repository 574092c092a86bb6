package dev.jdock.image.build;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.error.JdockException;
import java.util.List;

/**
 * What becomes of a build's result, and where results of its steps come from and go.
 *
 * @param outputs none for what only fills the cache
 * @param cacheFrom results of other builders, the best place first
 * @param cacheTo where the results of this build are to be found by others
 * @param squash whether the layers that the build added become one
 * @param mounts caches of RUN that live in folders of the user's
 * @param attestations what is to be said with the outputs
 * @param receipt receives at the end what the outputs came to
 * @throws JdockException INVALID, in Docker's words, where an output has no place for the
 *     attestations
 */
public record BuildOutputs(
    List<BuildOutput> outputs,
    List<CachePlace> cacheFrom,
    List<CachePlace> cacheTo,
    boolean squash,
    List<MountFolder> mounts,
    AttestationOptions attestations,
    Receipt receipt) {
  /** Receives what outputs came to, by buildx's names. */
  @FunctionalInterface
  public interface Receipt {
    /** One that nobody reads. */
    Receipt NONE = _ -> {};

    void accept(ObjectNode node);

    /** Whether it is to tell how the result was made, too. */
    default boolean wantsProvenance() {
      return false;
    }
  }

  public BuildOutputs {
    outputs = List.copyOf(outputs);
    cacheFrom = List.copyOf(cacheFrom);
    cacheTo = List.copyOf(cacheTo);
    mounts = List.copyOf(mounts);
    if (!attestations.isEmpty() && !attestations.optional()) {
      outputs.forEach(BuildOutputs::requireRoomBeside);
    }
  }

  /** An image of the store is one manifest's, without anything beside it. */
  private static void requireRoomBeside(BuildOutput output) {
    switch (output) {
      case BuildOutput.Archived archived when archived.docker() ->
          throw JdockException.invalid(
              "docker exporter does not support exporting manifest lists, use the oci exporter"
                  + " instead");
      case BuildOutput.Stored stored when stored.push() == null ->
          throw JdockException.invalid("Attestation is not supported for the docker driver.");
      default -> {}
    }
  }

  /** An image of the store with the request's tags, and nothing else. */
  public static BuildOutputs none() {
    return new BuildOutputs(
        List.of(new BuildOutput.Stored(List.of(), ImageForm.USUAL, null)),
        List.of(),
        List.of(),
        false,
        List.of(),
        AttestationOptions.NONE,
        Receipt.NONE);
  }

  /** Whether an image's configuration and layers are wanted, not just its files. */
  public boolean imageWanted() {
    return outputs.stream()
        .anyMatch(output ->
            !(output instanceof BuildOutput.Files) && !(output instanceof BuildOutput.Tar));
  }
}
