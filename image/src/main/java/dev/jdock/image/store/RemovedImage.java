package dev.jdock.image.store;

/** One line of {@code rmi}'s answer. */
public sealed interface RemovedImage {
  /** {@code Untagged: debian:bookworm}. */
  record Untagged(String name) implements RemovedImage {}

  /** {@code Deleted: sha256:…}: an image or a layer. */
  record Deleted(String id) implements RemovedImage {}
}
