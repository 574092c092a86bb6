package dev.jdock.runtime.launch;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/** What an exception of java.nio says, without the path, in the kernel's words. */
final class Failure {
  private Failure() {}

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
}
