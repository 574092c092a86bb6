package dev.jdock.runtime.machine;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.registry.Refusal;
import dev.jdock.image.registry.ShortNames;
import dev.jdock.image.transfer.PullRequest;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Asks for an image by what its short name stands for, where Docker Hub's library does not give it.
 * The library is asked first: what it has may never be taken for something else. That costs one
 * request, the first time only, as the image is in the store by its short name afterwards.
 */
final class Aliases {
  private final Supplier<ShortNames> names;

  /**
   * @param names as the machine's settings have them now
   */
  Aliases(Supplier<ShortNames> names) {
    this.names = names;
  }

  /** A way to get something of an image. */
  @FunctionalInterface
  interface Way<T> {
    T by(PullRequest request) throws InterruptedException;
  }

  /**
   * Goes the way with the name, else with what it stands for.
   *
   * @param notes receives the line that says so
   * @throws JdockException the last failure
   */
  <T> T ask(PullRequest request, Consumer<String> notes, Way<T> way) throws InterruptedException {
    try {
      return way.by(request);
    } catch (JdockException e) {
      Optional<Reference> meant = meant(request, e);
      if (meant.isEmpty()) {
        throw e;
      }
      Reference full = meant.get();
      notes.accept(
          "Taking '" + request.reference().familiar() + "' for " + full.familiar() + reason(e));
      try {
        return way.by(request.of(full));
      } catch (JdockException second) {
        second.addSuppressed(e);
        throw second;
      }
    }
  }

  private Optional<Reference> meant(PullRequest request, JdockException failure) {
    Refusal refusal = Refusal.of(failure);
    if (refusal == Refusal.OTHER || !request.shortName() || request.allTags()) {
      return Optional.empty();
    }
    String asked = request.reference().registry();
    return names
        .get()
        .of(request.reference())
        // The same answer again otherwise, after the same wait.
        .filter(full -> refusal == Refusal.ABSENT || !full.registry().equals(asked));
  }

  private static String reason(JdockException failure) {
    return switch (Refusal.of(failure)) {
      case OUT_OF_REACH -> " (Docker Hub cannot be reached)";
      case RATE_LIMITED -> " (Docker Hub's limit is reached)";
      case ABSENT, OTHER -> "";
    };
  }
}
