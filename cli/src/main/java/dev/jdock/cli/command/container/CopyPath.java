package dev.jdock.cli.command.container;

import java.util.ArrayDeque;
import java.util.Deque;

/** Paths as {@code cp} takes them apart: text, in which {@code /.} at the end has a meaning. */
final class CopyPath {
  private CopyPath() {}

  /** Go's path.Clean. */
  static String clean(String path) {
    boolean absolute = path.startsWith("/");
    Deque<String> parts = new ArrayDeque<>();
    for (String part : path.split("/", -1)) {
      if (part.equals("..")) {
        if (!parts.isEmpty() && !parts.getLast().equals("..")) {
          parts.removeLast();
        } else if (!absolute) {
          parts.addLast(part);
        }
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    String joined = String.join("/", parts);
    return absolute ? "/" + joined : joined.isEmpty() ? "." : joined;
  }

  /** Whether it is said to be a folder: it ends with a slash or with {@code .}. */
  static boolean assertsDirectory(String path) {
    return path.endsWith("/") || assertsContent(path);
  }

  /** Whether a folder's content is meant: {@code a/.}. */
  static boolean assertsContent(String path) {
    return path.equals(".") || path.endsWith("/.");
  }

  /** A cleaned path with the end that the user gave it. */
  static String keepingEnd(String cleaned, String original) {
    if (assertsContent(original) && !assertsContent(cleaned)) {
      return (cleaned.endsWith("/") ? cleaned : cleaned + "/") + ".";
    }
    return original.endsWith("/") && !cleaned.endsWith("/") ? cleaned + "/" : cleaned;
  }

  /** The folder that holds the entry; for {@code a/.} that is {@code a}. */
  static String folder(String path) {
    String cleaned = assertsContent(path) ? clean(path) + "/." : clean(path);
    int slash = cleaned.lastIndexOf('/');
    return slash < 0 ? "." : clean(cleaned.substring(0, slash + 1));
  }

  /** The entry's name; {@code .} for {@code a/.}, {@code /} for the root. */
  static String base(String path) {
    if (assertsContent(path)) {
      return ".";
    }
    String cleaned = clean(path);
    return cleaned.equals("/") ? "/" : cleaned.substring(cleaned.lastIndexOf('/') + 1);
  }

  /** An absolute target, or one beside the link. */
  static String linkTarget(String link, String target) {
    return target.startsWith("/") ? target : clean(folder(link) + "/" + target);
  }

  /** As Go's strings.Replace with a count of one; the root's name is in no entry's name. */
  static String replaceFirst(String name, String from, String to) {
    String old = from.equals("/") ? "" : from;
    int at = name.indexOf(old);
    return at < 0 ? name : name.substring(0, at) + to + name.substring(at + old.length());
  }
}
