package dev.jdock.image.build.operation;

import dev.jdock.image.build.cache.FileDigests;
import dev.jdock.image.build.cache.KeyHash;
import dev.jdock.image.build.cache.TreeDigest;
import dev.jdock.image.build.files.Sightings;
import dev.jdock.image.build.files.SourceTree;
import dev.jdock.image.reference.Digest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The digest of what a step takes from the context. As long as stat(2) says the same of all of it
 * as once before, it is the digest that was found then, and only one look into the table of digests
 * is needed: not one for each file.
 *
 * @param step which {@link ContextWatch#copied} names, too
 */
record ContextDigest(
    SourceTree tree,
    List<SourceTree.Match> matches,
    FileDigests files,
    ContextWatch watch,
    Object step) {

  /**
   * @param hash learns what the digest is made of, if it wants to
   * @param kind of the digest
   */
  Digest of(KeyHash hash, String kind) throws IOException {
    if (!hash.needsFiles()) {
      Sightings seen = watch.reading(step);
      seen.look(tree, matches);
      Optional<Digest> known = files.known(place(kind, seen));
      if (known.isPresent()) {
        hash.omitFiles();
        return known.get();
      }
    }
    Sightings seen = watch.reading(step);
    KeyHash nested = hash.nested(kind);
    for (SourceTree.Match match : matches) {
      TreeDigest.add(nested, tree, match, files, seen);
    }
    Digest digest = nested.digest();
    if (seen.isSettled()) {
      files.remember(place(kind, seen), digest);
    }
    return digest;
  }

  private static Digest place(String kind, Sightings seen) {
    return new KeyHash("sightings").add(kind).add(seen.sum()).digest();
  }
}
