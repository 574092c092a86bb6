package dev.jdock.cli.bake;

import dev.jdock.image.error.JdockException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A service of a Compose file as a target. */
final class ComposeTarget {
  private final ComposeNode service;
  private final ComposeNode build;
  private final ComposeNode secrets;
  private final Map<String, String> environment;
  private final Map<Field, Setting> settings = new EnumMap<>(Field.class);

  /**
   * @param secrets those that the file declares
   */
  ComposeTarget(ComposeNode service, ComposeNode secrets, Map<String, String> environment) {
    this.service = service;
    this.build = service.member("build");
    this.secrets = secrets;
    this.environment = environment;
  }

  Target target(String name) {
    if (build.isText()) {
      text(Field.CONTEXT, build.text());
    } else {
      text(Field.CONTEXT, build.member("context").text());
      ofBuild();
    }
    if (!settings.containsKey(Field.TAGS) && service.has("image")) {
      settings.put(Field.TAGS, new Setting.Words(List.of(service.member("image").text())));
    }
    return new Target(name, settings);
  }

  private void ofBuild() {
    text(Field.DOCKERFILE, build.member("dockerfile").text());
    text(Field.DOCKERFILE_INLINE, build.member("dockerfile_inline").text());
    text(Field.TARGET, build.member("target").text());
    text(Field.NETWORK, build.member("network").text());
    text(Field.SHM_SIZE, build.member("shm_size").text());
    pairs(Field.CONTEXTS, contexts(build.member("additional_contexts")));
    pairs(Field.ARGS, arguments());
    pairs(Field.LABELS, present(build.member("labels").pairs("=")));
    pairs(Field.EXTRA_HOSTS, present(build.member("extra_hosts").pairs("=:")));
    words(Field.TAGS, build.member("tags").words());
    words(Field.PLATFORMS, build.member("platforms").words());
    words(Field.ULIMITS, ulimits());
    entries(Field.CACHE_FROM, build.member("cache_from").words());
    entries(Field.CACHE_TO, build.member("cache_to").words());
    ssh();
    secrets();
    // What is false is the same as what is not said.
    flag(Field.NO_CACHE, Boolean.TRUE.equals(build.member("no_cache").flag()) ? true : null);
    flag(Field.PULL, Boolean.TRUE.equals(build.member("pull").flag()) ? true : null);
    var attestations = new ArrayList<String>();
    for (String kind : List.of("sbom", "provenance")) {
      String value = build.member(kind).text();
      if (!value.isEmpty()) {
        attestations.add(attestation(kind, value));
      }
    }
    entries(Field.ATTEST, attestations);
    extension(build.member("x-bake"));
  }

  private static String attestation(String kind, String value) {
    return switch (value) {
      case "true" -> "type=" + kind;
      case "false" -> "type=" + kind + ",disabled=true";
      default -> "type=" + kind + "," + value;
    };
  }

  private void text(Field field, String text) {
    if (!text.isEmpty()) {
      settings.put(field, new Setting.Text(text));
    }
  }

  private void flag(Field field, @Nullable Boolean on) {
    if (on != null) {
      settings.put(field, new Setting.Flag(on));
    }
  }

  private void words(Field field, List<String> words) {
    if (!words.isEmpty()) {
      add(field, new Setting.Words(words));
    }
  }

  private void pairs(Field field, Map<String, String> pairs) {
    if (!pairs.isEmpty()) {
      add(field, new Setting.Pairs(pairs));
    }
  }

  private void entries(Field field, List<String> texts) {
    if (!texts.isEmpty()) {
      add(
          field,
          new Setting.Entries(texts.stream().map(text -> Entry.parse(field, text)).toList()));
    }
  }

  private void add(Field field, Setting setting) {
    Setting earlier = settings.get(field);
    settings.put(field, (earlier == null ? setting : earlier.and(setting)).normalized());
  }

  private static Map<String, String> present(Map<String, @Nullable String> pairs) {
    Map<String, String> result = new LinkedHashMap<>();
    pairs.forEach((name, value) -> result.put(name, value == null ? "" : value));
    return result;
  }

  /** Those without a value have that of the service's environment or of the user's. */
  private Map<String, String> arguments() {
    Map<String, @Nullable String> outer = service.member("environment").pairs("=");
    Map<String, String> result = new LinkedHashMap<>();
    build
        .member("args")
        .pairs("=")
        .forEach((name, value) -> {
          String found = value;
          if (found == null) {
            found = outer.get(name);
          }
          if (found == null) {
            found = environment.get(name);
          }
          if (found != null) {
            result.put(name, found);
          }
        });
    return result;
  }

  private static Map<String, String> contexts(ComposeNode node) {
    Map<String, String> result = new LinkedHashMap<>();
    present(node.pairs("="))
        .forEach((name, value) -> {
          boolean target = value.startsWith("service:") || value.startsWith("target:");
          result.put(
              name,
              target
                  ? "target:" + Definition.sanitized(value.substring(value.indexOf(':') + 1))
                  : value);
        });
    return result;
  }

  private List<String> ulimits() {
    var result = new ArrayList<String>();
    build
        .member("ulimits")
        .members()
        .forEach((name, limit) -> {
          if (limit.value() instanceof Map<?, ?>) {
            result.add(
                name + "=" + limit.member("soft").text() + ":" + limit.member("hard").text());
          } else {
            result.add(name + "=" + limit.text() + ":" + limit.text());
          }
        });
    return result;
  }

  private void ssh() {
    var keys = new ArrayList<Entry>();
    present(build.member("ssh").pairs("="))
        .forEach((id, path) ->
            keys.add(
                new Entry(
                    Field.SSH, Map.of("id", id), path.isEmpty() ? List.of() : List.of(path))));
    if (!keys.isEmpty()) {
      add(Field.SSH, new Setting.Entries(keys));
    }
  }

  private void secrets() {
    var wanted = new ArrayList<Entry>();
    for (ComposeNode each : build.member("secrets").items()) {
      String id = each.isText() ? each.text() : each.member("source").text();
      ComposeNode declared = secrets.member(id);
      if (Boolean.TRUE.equals(declared.member("external").flag())) {
        throw JdockException.invalid("unsupported external secret " + id);
      }
      Map<String, String> fields = new LinkedHashMap<>();
      fields.put("id", id);
      fields.put("src", declared.member("file").text());
      fields.put("env", declared.member("environment").text());
      wanted.add(new Entry(Field.SECRET, fields, List.of()));
    }
    if (!wanted.isEmpty()) {
      add(Field.SECRET, new Setting.Entries(wanted));
    }
  }

  /** What Compose has no words for. */
  private void extension(ComposeNode node) {
    for (Map.Entry<String, ComposeNode> member : node.members().entrySet()) {
      Field field = Field.of(member.getKey());
      if (field == null) {
        continue;
      }
      ComposeNode value = member.getValue();
      switch (field) {
        case TAGS, PLATFORMS, NO_CACHE_FILTER -> words(field, separated(value));
        case CACHE_FROM, CACHE_TO, SECRET, SSH, OUTPUT -> entries(field, separated(value));
        case PULL, NO_CACHE -> flag(field, value.flag());
        case CONTEXTS -> {
          Map<String, String> all = contexts(value);
          if (settings.get(field) instanceof Setting.Pairs(Map<String, String> own)) {
            all.putAll(own);
          }
          pairs(field, all);
        }
        default -> {
          // Docker's bake passes over all others.
        }
      }
    }
  }

  /** One text holds several, with blanks between them. */
  private static List<String> separated(ComposeNode value) {
    return value.value() instanceof List<?>
        ? value.words()
        : List.of(value.text().strip().split("\\s+"));
  }
}
