package dev.jdock.image.error;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/** What a failure is in one line for a user, who does not know the classes of Java. */
public final class Reason {
  /** A qualified class name of Java, as exceptions that wrap another one have it in their text. */
  private static final Pattern CLASS_NAME =
      Pattern.compile("\\b(?:[a-z][a-z0-9_]*\\.)+[A-Z]\\w*(?:Exception|Error)?(?:: )?");

  /** What Java says, as the C library does, of a disk that has no room: with a capital. */
  private static final Pattern FULL = Pattern.compile("\\b(?:No space left on|Disk quota ex)");

  private Reason() {}

  /** The same message, where a full disk is told of as Go programs do, which scripts look for. */
  static String inDockersWords(String message) {
    return FULL.matcher(message).replaceAll(found -> found.group().toLowerCase(Locale.ROOT));
  }

  /** Empty where there is nothing that a user could make sense of. */
  public static String of(Throwable failure) {
    return inDockersWords(text(failure));
  }

  private static String text(Throwable failure) {
    return switch (failure) {
      case UncheckedIOException wrapped -> wrapped(wrapped);
      case FileSystemException file when file.getFile() != null ->
          file.getFile() + ": " + withoutFile(file);
      case OutOfMemoryError memory -> outOf(memory);
      case StackOverflowError stack -> "nested too deeply";
      // Their texts tell of code, not of what the user has done.
      case NullPointerException code -> "";
      case ClassCastException code -> "";
      case LinkageError code -> "";
      default -> firstLine(Objects.requireNonNullElse(failure.getMessage(), ""));
    };
  }

  /** The same of a file whose name is known already, in the system's words. */
  public static String withoutFile(IOException failure) {
    return switch (failure) {
      case NoSuchFileException missing -> "no such file or directory";
      case AccessDeniedException denied -> "permission denied";
      case FileAlreadyExistsException there -> "file exists";
      case DirectoryNotEmptyException full -> "directory not empty";
      case NotDirectoryException file -> "not a directory";
      case FileSystemException other ->
          inSmallLetters(Objects.requireNonNullElse(other.getReason(), ""));
      default -> inSmallLetters(of(failure));
    };
  }

  private static String outOf(OutOfMemoryError failure) {
    return String.valueOf(failure.getMessage()).contains("thread")
        ? "no thread can be started (limit of processes)"
        : "out of memory";
  }

  private static String inSmallLetters(String text) {
    return text.isEmpty()
        ? "input/output error"
        : text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
  }

  private static String wrapped(UncheckedIOException failure) {
    IOException cause = Objects.requireNonNull(failure.getCause());
    String text = Objects.requireNonNullElse(failure.getMessage(), "");
    return text.isEmpty() || text.equals(cause.toString())
        ? of(cause)
        : firstLine(text) + ": " + of(cause);
  }

  private static String firstLine(String text) {
    String line = text.lines().findFirst().orElse("");
    return CLASS_NAME.matcher(line).replaceAll("").strip();
  }
}
