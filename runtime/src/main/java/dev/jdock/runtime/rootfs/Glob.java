package dev.jdock.runtime.rootfs;

import dev.jdock.linux.SyscallException;
import dev.jdock.linux.file.Directory;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import jnr.constants.platform.Errno;

/** Paths of a container by pattern, as glob(7) has them: a leading dot is matched by a dot only. */
public final class Glob {
  private final Directory root;

  public Glob(Directory root) {
    this.root = root;
  }

  /** Absolute paths, in order; a path of that very name alone when there is one. */
  public List<String> matches(String pattern) {
    if (exists(pattern)) {
      return List.of(pattern);
    }
    List<String> found = List.of("");
    for (String part : pattern.split("/", -1)) {
      if (!part.isEmpty() && !part.equals(".")) {
        List<String> next = new ArrayList<>();
        found.forEach(folder -> extend(folder, part, next));
        found = next;
      }
    }
    return found.equals(List.of("")) ? List.of() : found;
  }

  private void extend(String folder, String part, List<String> into) {
    if (!isPattern(part)) {
      if (exists(folder + "/" + part)) {
        into.add(folder + "/" + part);
      }
      return;
    }
    Pattern expression = expression(part);
    try (Directory directory = root.inRoot(FilePath.resolve(root, folder))) {
      directory.list().stream()
          .map(Directory.Entry::name)
          .filter(name -> !name.startsWith(".") || part.startsWith("."))
          .filter(name -> expression.matcher(name).matches())
          .sorted()
          .forEach(name -> into.add(folder + "/" + name));
    } catch (SyscallException e) {
      if (e.errno() != Errno.ENOENT && e.errno() != Errno.ENOTDIR) {
        throw e;
      }
    }
  }

  private boolean exists(String path) {
    FilePath file = FilePath.of(path);
    try (Directory folder = root.inRoot(FilePath.resolve(root, file.parent()))) {
      return file.name().isEmpty() || folder.tryStat(file.name()).isPresent();
    } catch (SyscallException e) {
      return false;
    }
  }

  private static boolean isPattern(String part) {
    return part.contains("*") || part.contains("?") || part.contains("[");
  }

  /** A bracket that is not closed stands for itself. */
  static Pattern expression(String part) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      int close = c == '[' ? part.indexOf(']', i + 2) : -1;
      if (c == '*') {
        regex.append(".*");
      } else if (c == '?') {
        regex.append('.');
      } else if (close > 0) {
        regex.append(set(part.substring(i + 1, close)));
        i = close;
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  private static String set(String members) {
    boolean negated = members.startsWith("!") || members.startsWith("^");
    String bare =
        (negated ? members.substring(1) : members).replaceAll("([\\[\\]\\\\&^])", "\\\\$1");
    // A range the wrong way round matches nothing, and is an error in a regular expression.
    for (int i = 1; i + 1 < bare.length(); i++) {
      if (bare.charAt(i) == '-' && bare.charAt(i - 1) > bare.charAt(i + 1)) {
        return "(?!)";
      }
    }
    return "[" + (negated ? "^" : "") + bare + "]";
  }
}
