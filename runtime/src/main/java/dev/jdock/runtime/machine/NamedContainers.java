package dev.jdock.runtime.machine;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.ContainerRegistry;
import java.util.function.Consumer;
import java.util.function.Function;

/** The containers, by what a request calls them. */
final class NamedContainers {
  private final ContainerParts parts;

  NamedContainers(ContainerParts parts) {
    this.parts = parts;
  }

  /**
   * The container of that name, id or beginning of an id.
   *
   * @throws JdockException INTERNAL for one that is there and cannot be read, so that it is not
   *     taken for something else of that name
   */
  Container find(String reference) {
    try {
      return parts.registry.find(reference);
    } catch (JdockException missing) {
      parts
          .files
          .damaged()
          .forEach((id, leftOut) -> {
            if (!reference.isEmpty() && id.startsWith(reference)) {
              throw JdockException.internal(leftOut.refusal(), missing);
            }
          });
      throw missing;
    }
  }

  /**
   * What is removed meanwhile fails in many ways, which become one.
   *
   * @param <T> what the look gives
   */
  <T> T look(String reference, Function<Container, T> work) {
    Container found = find(reference);
    try {
      return work.apply(found);
    } catch (RuntimeException e) {
      throw meanwhileRemoved(e, found, reference);
    }
  }

  static RuntimeException meanwhileRemoved(RuntimeException e, Container found, String reference) {
    boolean told =
        e instanceof JdockException known && known.kind() != JdockException.Kind.INTERNAL;
    return told || !found.isGoing() ? e : ContainerRegistry.missing(reference);
  }

  void change(String reference, Consumer<Container> work) {
    boolean _ =
        look(
            reference,
            found -> {
              work.accept(found);
              return true;
            });
  }
}
