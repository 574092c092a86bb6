package dev.jdock.cli.command.build;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.bake.Entry;
import dev.jdock.cli.bake.Field;
import dev.jdock.cli.bake.Plan;
import dev.jdock.cli.bake.Target;
import dev.jdock.cli.command.syntax.CommandFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What targets that others have defined may have of the user's: files and agents that {@code bake
 * --allow} names, {@code fs.read=PATH}, {@code fs.write=PATH}, {@code fs=PATH} for both, {@code *}
 * for every path, and {@code ssh}.
 */
record RemotePermission(Invocation invocation, List<String> allowed) {
  private static final String LAYOUT = "oci-layout://";
  private static final Pattern ELSEWHERE = Pattern.compile("(?:target:|docker-image:).*");

  /** Whether a context is none of the user's folders. */
  static boolean isElsewhere(String context) {
    return ELSEWHERE.matcher(context).matches() || RemoteAddress.isRemote(context);
  }

  /**
   * @throws CommandFailure for a target that wants what is not allowed
   */
  void check(Plan plan) {
    Set<String> missing = new TreeSet<>();
    for (Target target : plan.targets().values()) {
      check(target, missing);
    }
    if (!missing.isEmpty()) {
      throw CommandFailure.of(
          "ERROR: additional privileges requested: pass "
              + String.join(" ", missing.stream().map(wanted -> "--allow " + wanted).toList()));
    }
  }

  private void check(Target target, Set<String> missing) {
    String context = target.text(Field.CONTEXT);
    context(context, missing);
    String dockerfile = target.text(Field.DOCKERFILE);
    if (OwnPath.is(dockerfile)) {
      want("fs.read", OwnPath.of(dockerfile), missing);
    } else if (!isElsewhere(context) && Path.of(dockerfile).isAbsolute()) {
      want("fs.read", dockerfile, missing);
    } else if (!isElsewhere(context)) {
      want("fs.read", local(context) + "/" + dockerfile, missing);
    }
    target.pairs(Field.CONTEXTS).values().forEach(value -> context(value, missing));
    for (Entry secret : target.entries(Field.SECRET)) {
      String file = secret.field("src");
      if (!file.isEmpty() || secret.field("env").isEmpty()) {
        want("fs.read", file.isEmpty() ? secret.field("id") : file, missing);
      }
    }
    for (Entry agent : target.entries(Field.SSH)) {
      agent.paths().forEach(path -> want("fs.read", path, missing));
      if (agent.paths().isEmpty() && !allowed.contains("ssh")) {
        missing.add("ssh");
      }
    }
    target.entries(Field.CACHE_FROM).forEach(cache -> folder("fs.read", cache, "src", missing));
    target.entries(Field.CACHE_TO).forEach(cache -> folder("fs.write", cache, "dest", missing));
    target.entries(Field.OUTPUT).forEach(output -> folder("fs.write", output, "dest", missing));
  }

  private void context(String value, Set<String> missing) {
    if (value.startsWith(LAYOUT)) {
      want("fs.read", value.substring(LAYOUT.length()), missing);
    } else if (!isElsewhere(value)) {
      want("fs.read", local(value), missing);
    }
  }

  private static String local(String path) {
    String rest = OwnPath.of(path);
    return rest.isEmpty() ? "." : rest;
  }

  private void folder(String kind, Entry entry, String field, Set<String> missing) {
    String path = entry.field(field);
    if (!path.isEmpty() && !path.equals("-")) {
      want(kind, path, missing);
    }
  }

  private void want(String kind, String path, Set<String> missing) {
    Path wanted = invocation.absolute(path).normalize();
    for (String value : allowed) {
      int equals = value.indexOf('=');
      if (equals > 0 && (value.startsWith(kind + "=") || value.startsWith("fs="))) {
        String below = value.substring(equals + 1);
        if (below.equals("*") || wanted.startsWith(invocation.absolute(below).normalize())) {
          return;
        }
      }
    }
    missing.add(kind + "=" + wanted);
  }
}
