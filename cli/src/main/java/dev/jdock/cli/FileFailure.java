package dev.jdock.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why a file could not be used, in the system's words and without the path. */
public final class FileFailure {
  private FileFailure() {}

  public static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "no such file or directory";
      case AccessDeniedException _ -> "permission denied";
      case NotDirectoryException _ -> "not a directory";
      case FileAlreadyExistsException _ -> "file exists";
      case DirectoryNotEmptyException _ -> "directory not empty";
      case FileSystemException system -> inSmallLetters(system.getReason());
      default -> inSmallLetters(e.getMessage());
    };
  }

  private static String inSmallLetters(@Nullable String text) {
    return text == null || text.isEmpty()
        ? "input/output error"
        : text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
  }
}
