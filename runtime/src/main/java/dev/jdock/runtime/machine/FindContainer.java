package dev.jdock.runtime.machine;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.ContainerRegistry;
import dev.jdock.runtime.container.record.ContainerFiles;
import java.util.function.Consumer;
import java.util.function.Function;

/** Finds the container that a request means, for as long as the request takes. */
record FindContainer(ContainerRegistry registry, ContainerFiles files) {
  /**
   * @throws JdockException INTERNAL for one that is there and cannot be read, so that it is not
   *     taken for something else of that name
   */
  Container find(String reference) {
    try {
      return registry.find(reference);
    } catch (JdockException missing) {
      files
          .damaged()
          .forEach((id, leftOut) -> {
            if (isMeant(reference, id, leftOut.name())) {
              throw JdockException.internal(leftOut.refusal(), missing);
            }
          });
      throw missing;
    }
  }

  private static boolean isMeant(String reference, String id, String name) {
    return !reference.isEmpty()
        && (id.startsWith(reference) || name.equals(reference) || ("/" + name).equals(reference));
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
