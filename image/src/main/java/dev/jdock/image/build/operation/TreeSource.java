package dev.jdock.image.build.operation;

import dev.jdock.image.build.cache.KeyHash;
import dev.jdock.image.build.files.SourceTree;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Digest;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an operation takes files from.
 *
 * @param layers lowest first; null for the build context
 */
public record TreeSource(Workshop workshop, @Nullable List<Digest> layers) {

  SourceTree open(RootFilesystems roots) throws IOException, InterruptedException {
    return layers == null
        ? openContext()
        : SourceTree.rootfs(roots.readable(workshop.lowerDirs(layers)));
  }

  /** The build context, for which nothing is mounted. */
  SourceTree openContext() {
    return SourceTree.context(workshop.request().context().directory(), workshop.ignored());
  }

  /** What BuildKit says of a key that could not be made because a file is missing. */
  JdockException withoutKey(JdockException e) {
    if (e.kind() != JdockException.Kind.NOT_FOUND) {
      return e;
    }
    return new JdockException(
        e.kind(),
        "failed to compute cache key: failed to calculate checksum of ref "
            + (layers == null ? "context" : new KeyHash("ref").addAll(layers).digest().hex())
            + ": "
            + e.getMessage(),
        e);
  }
}
