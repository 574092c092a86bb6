package dev.jdock.cli.command.build;

import dev.jdock.cli.bake.Entry;
import dev.jdock.cli.bake.Field;
import dev.jdock.cli.bake.Target;
import dev.jdock.cli.command.syntax.CommandFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A target as the command line of a build: each of its fields is a flag there. */
final class TargetArguments {
  private final Target target;
  private final boolean linked;
  private final List<String> words = new ArrayList<>();

  /**
   * @param linked whether nobody but other targets wants its result
   */
  TargetArguments(Target target, boolean linked) {
    this.target = target;
    this.linked = linked;
  }

  /** Whether something is asked of its Dockerfile, instead of having it built. */
  static boolean isCall(Target target) {
    String call = target.text(Field.CALL);
    return !call.isEmpty() && !call.equals("build");
  }

  /**
   * @param asked has the options of a call
   * @throws CommandFailure for what a bake does not take
   */
  List<String> words(BuildCall asked) {
    String context = local(target.text(Field.CONTEXT));
    String dockerfile = target.text(Field.DOCKERFILE);
    if (context.equals("-")) {
      throw CommandFailure.of("ERROR: context from stdin not allowed in bake");
    }
    if (dockerfile.equals("-")) {
      throw CommandFailure.of("ERROR: dockerfile from stdin not allowed in bake");
    }
    add("--file", inline() ? "-" : dockerfile(context, dockerfile));
    add("--target", target.text(Field.TARGET));
    add("--network", target.text(Field.NETWORK));
    add("--shm-size", target.text(Field.SHM_SIZE));
    flag("--pull", target.flag(Field.PULL));
    flag("--no-cache", target.flag(Field.NO_CACHE));
    pairs("--build-arg", target.pairs(Field.ARGS));
    pairs("--label", target.pairs(Field.LABELS));
    target
        .pairs(Field.CONTEXTS)
        .forEach((name, value) -> add("--build-context", name + "=" + local(value)));
    pairs("--add-host", target.pairs(Field.EXTRA_HOSTS));
    words("--ulimit", target.words(Field.ULIMITS));
    words("--annotation", target.words(Field.ANNOTATIONS));
    words("--no-cache-filter", target.words(Field.NO_CACHE_FILTER));
    words("--allow", target.words(Field.ENTITLEMENTS));
    if (!target.words(Field.PLATFORMS).isEmpty()) {
      add("--platform", String.join(",", target.words(Field.PLATFORMS)));
    }
    entries("--secret", Field.SECRET);
    entries("--ssh", Field.SSH);
    entries("--cache-from", Field.CACHE_FROM);
    if (!linked) {
      words("--tag", target.words(Field.TAGS));
      entries("--cache-to", Field.CACHE_TO);
      entries("--output", Field.OUTPUT);
      target.entries(Field.ATTEST).forEach(this::attestation);
      if (isCall(target)) {
        add("--call", asked.textFor(target.text(Field.CALL)));
      }
    }
    words.add("--");
    words.add(context);
    return List.copyOf(words);
  }

  boolean inline() {
    return target.settings().containsKey(Field.DOCKERFILE_INLINE);
  }

  private static String local(String path) {
    if (!OwnPath.is(path)) {
      return path;
    }
    String rest = OwnPath.of(path);
    return rest.isEmpty() ? "." : rest;
  }

  /** It lies in the context, unless it is said to lie here. */
  private static String dockerfile(String context, String dockerfile) {
    if (OwnPath.is(dockerfile)) {
      return local(dockerfile);
    }
    boolean elsewhere = RemoteAddress.isRemote(context) || RemoteAddress.isWeb(dockerfile);
    return elsewhere ? dockerfile : Path.of(context).resolve(dockerfile).normalize().toString();
  }

  private void add(String flag, String value) {
    if (!value.isEmpty()) {
      // One word, so that no value is taken for a flag.
      words.add(flag + "=" + value);
    }
  }

  private void flag(String flag, @Nullable Boolean on) {
    if (on != null) {
      words.add(flag + "=" + on);
    }
  }

  private void words(String flag, List<String> values) {
    values.forEach(value -> add(flag, value));
  }

  private void pairs(String flag, Map<String, String> pairs) {
    String between = flag.equals("--add-host") ? ":" : "=";
    pairs.forEach((name, value) -> add(flag, name + between + value));
  }

  private void entries(String flag, Field field) {
    target.entries(field).stream().map(Entry::text).forEach(text -> add(flag, text));
  }

  /** Each kind has a flag of its own. */
  private void attestation(Entry entry) {
    String type = entry.field("type");
    if (entry.field("disabled").equals("true")) {
      add("--" + type, "false");
    } else if (entry.fields().size() == 1) {
      add("--" + type, "true");
    } else {
      String text = entry.text();
      add("--" + type, text.substring(text.indexOf(',') + 1));
    }
  }
}
