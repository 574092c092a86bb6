package dev.jdock.runtime.launch;

import dev.jdock.image.error.JdockException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Messages of failures in the kernel's or Docker's words instead of Java's. */
final class Failure {
  private Failure() {}

  /** The reason of an exception of java.nio, without the path. */
  static String reason(IOException failure) {
    return switch (failure) {
      case NoSuchFileException missing -> "no such file or directory";
      case AccessDeniedException denied -> "permission denied";
      default -> {
        String text = String.valueOf(failure.getMessage());
        yield text.substring(text.lastIndexOf(": ") + 1).strip().toLowerCase(Locale.ROOT);
      }
    };
  }

  static JdockException interrupted(InterruptedException e) {
    return new JdockException(JdockException.Kind.UNAVAILABLE, "interrupted", e);
  }

  /** Waiting that an interrupt does not end. */
  interface Wait {
    void await() throws InterruptedException;
  }

  static void uninterruptibly(Wait wait) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          wait.await();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Waits, interrupted or not.
   *
   * @throws RuntimeException what went wrong on the other thread, or an Error of it
   */
  static <T extends @Nullable Object> T unwrapped(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      Throwable cause = e;
      while (cause instanceof CompletionException && cause.getCause() != null) {
        cause = cause.getCause();
      }
      throw switch (cause) {
        case RuntimeException known -> known;
        case Error error -> throw error;
        case InterruptedException interrupted -> interrupted(interrupted);
        default -> new IllegalStateException(cause);
      };
    }
  }
}
