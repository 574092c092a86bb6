package dev.jdock.image.build.git;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.GoBool;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The query of a repository's address, with BuildKit's words for what is wrong in it. */
final class GitQuery {
  private static final Set<String> SWITCHES = Set.of("submodules", "keep-git-dir");
  private static final Set<String> FALSE = Set.of("0", "f", "F", "false", "FALSE", "False");

  private String ref;
  private String folder;
  private String checksum = "";
  private @Nullable Boolean keep;
  private boolean submodules = true;

  GitQuery(String ref, String folder) {
    this.ref = ref;
    this.folder = folder;
  }

  GitQuery read(String query) {
    Map<String, String> values = split(query);
    String tag = "";
    String branch = "";
    for (Map.Entry<String, String> entry : values.entrySet()) {
      String value = entry.getValue();
      switch (entry.getKey()) {
        case "ref" -> ref(value);
        case "tag" -> tag = qualified("refs/tags/", value);
        case "branch" -> branch = qualified("refs/heads/", value);
        case "subdir" -> {
          if (!folder.isEmpty() && !folder.equals(value)) {
            throw conflict("subdir", folder, value);
          }
          folder = value;
        }
        case "checksum", "commit" -> checksum = value;
        case "keep-git-dir" -> keep = bool("keep-git-dir", value);
        case "submodules" -> submodules = bool("submodules", value);
        default -> throw JdockException.invalid("unexpected query \"" + entry.getKey() + "\"");
      }
    }
    if (!tag.isEmpty()) {
      ref(tag);
    }
    if (!branch.isEmpty()) {
      if (!tag.isEmpty()) {
        throw JdockException.invalid("branch conflicts with tag");
      }
      ref(branch);
    }
    return this;
  }

  private static Map<String, String> split(String query) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String part : query.split("&", -1)) {
      if (part.isEmpty()) {
        continue;
      }
      int equals = part.indexOf('=');
      String name = decoded(equals < 0 ? part : part.substring(0, equals));
      String value = equals < 0 ? "" : decoded(part.substring(equals + 1));
      if (value.isEmpty() && !SWITCHES.contains(name)) {
        throw JdockException.invalid("query \"" + name + "\" has no value");
      }
      if (values.put(name, value) != null) {
        throw JdockException.invalid("query \"" + name + "\" has multiple values");
      }
    }
    return values;
  }

  /** A plus sign is a blank in a query, unlike elsewhere in an address. */
  private static String decoded(String text) {
    return GitReference.decoded(text.replace("+", " "));
  }

  private static String qualified(String prefix, String name) {
    return name.startsWith(prefix) ? name : prefix + name;
  }

  private void ref(String value) {
    if (!ref.isEmpty() && !ref.equals(value)) {
      throw conflict("ref", ref, value);
    }
    ref = value;
  }

  private static JdockException conflict(String what, String one, String other) {
    return JdockException.invalid(what + " conflicts: \"" + one + "\" vs \"" + other + "\"");
  }

  private static boolean bool(String name, String value) {
    if (value.isEmpty() || GoBool.isTrue(value)) {
      return true;
    }
    if (FALSE.contains(value)) {
      return false;
    }
    throw JdockException.invalid("invalid " + name + " value: \"" + value + "\"");
  }

  GitReference reference(String remote) {
    return new GitReference(remote, ref, checksum, folder, keep, submodules);
  }
}
