package dev.jdock.image.ssh;

import java.io.Closeable;
import java.io.IOException;

/** Closing of what nobody listens to any more. */
final class Closing {
  private Closing() {}

  static void quietly(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      // The descriptor is released in any case: close(2).
    }
  }
}
