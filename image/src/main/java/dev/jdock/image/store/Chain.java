package dev.jdock.image.store;

import dev.jdock.image.reference.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** ChainIDs: names of layers applied on each other (OCI image-spec, config.md, Layer ChainID). */
final class Chain {
  private Chain() {}

  /** One per layer, lowest first. */
  static List<Digest> of(List<Digest> diffIds) {
    List<Digest> chain = new ArrayList<>();
    for (Digest diffId : diffIds) {
      chain.add(
          chain.isEmpty()
              ? diffId
              : Digest.of((chain.getLast() + " " + diffId).getBytes(StandardCharsets.US_ASCII)));
    }
    return chain;
  }

  /** As {@link #of}, of digests as texts. */
  static List<String> ofTexts(List<String> diffIds) {
    return of(diffIds.stream().map(Digest::parse).toList()).stream().map(Digest::toString).toList();
  }
}
