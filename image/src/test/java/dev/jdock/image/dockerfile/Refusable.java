package dev.jdock.image.dockerfile;

import dev.jdock.image.error.JdockException;
import java.util.function.Consumer;

/** One of several things that a target does with an input, which may be refused alone. */
interface Refusable {
  void run();

  static void tell(Consumer<String> told, Refusable part) {
    try {
      part.run();
    } catch (JdockException refused) {
      told.accept(refused.getMessage());
    }
  }
}
