package dev.jdock.cli.bake;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.GoBool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code --set} and its shorthands change, by target. */
final class Overrides {
  private final Map<String, List<Change>> changes = new LinkedHashMap<>();

  /**
   * One change of a target.
   *
   * @param name behind the key's second point; empty if there is none
   * @param values all that were set for the same key
   */
  private record Change(String key, String name, boolean adds, List<String> values) {}

  /**
   * @param texts {@code pattern.key[.name][+]=value}
   * @param environment for arguments without a value
   */
  static Overrides parse(
      List<String> texts, Definition definition, Map<String, String> environment) {
    var result = new Overrides();
    for (String text : texts) {
      result.add(text, definition, environment);
    }
    return result;
  }

  private void add(String text, Definition definition, Map<String, String> environment) {
    int equals = text.indexOf('=');
    String whole = equals < 0 ? text : text.substring(0, equals);
    boolean adds = whole.endsWith("+");
    String path = adds ? whole.substring(0, whole.length() - 1) : whole;
    String[] keys = path.split("\\.", 3);
    if (keys.length < 2) {
      throw JdockException.invalid("invalid override key " + path + ", expected target.name");
    }
    String key = keys[1];
    String name = keys.length == 3 ? keys[2] : "";
    @Nullable String value = equals < 0 ? null : text.substring(equals + 1);
    if (value == null && !key.equals("args")) {
      throw JdockException.invalid("invalid override " + text + ", expected target.name=value");
    }
    List<String> targets = definition.targetsMatching(keys[0]);
    Field field = field(key);
    if (field != null && field.kind() == Field.Kind.PAIRS && name.isEmpty()) {
      throw JdockException.invalid("invalid key " + whole + ", " + key + " requires name");
    }
    if (value == null) {
      value = environment.get(name);
    }
    if (value != null) {
      for (String target : targets) {
        put(target, new Change(key, name, adds, List.of(value)));
      }
    }
  }

  /** Values of one key of a target belong together. */
  private void put(String target, Change change) {
    List<Change> all = changes.computeIfAbsent(target, _ -> new ArrayList<>());
    for (int i = 0; i < all.size(); i++) {
      Change earlier = all.get(i);
      if (earlier.key().equals(change.key()) && earlier.name().equals(change.name())) {
        var values = new ArrayList<>(earlier.values());
        values.addAll(change.values());
        all.set(i, new Change(change.key(), change.name(), change.adds(), values));
        return;
      }
    }
    all.add(change);
  }

  private static @Nullable Field field(String key) {
    return switch (key) {
      case "secrets" -> Field.SECRET;
      case "platform" -> Field.PLATFORMS;
      case "push", "load" -> Field.OUTPUT;
      default -> Field.of(key);
    };
  }

  Target apply(Target target) {
    Target result = target;
    List<Change> own = changes.getOrDefault(target.name(), List.of());
    // The shorthands change the outputs that the other overrides have set.
    for (boolean shorthands : new boolean[] {false, true}) {
      for (Change change : own) {
        if (shorthands == (change.key().equals("push") || change.key().equals("load"))) {
          result = apply(result, change);
        }
      }
    }
    return result;
  }

  private static Target apply(Target target, Change change) {
    Field field = field(change.key());
    if (field == null || field == Field.INHERITS || field == Field.DOCKERFILE_INLINE) {
      throw JdockException.invalid("unknown key: " + change.key());
    }
    if (change.key().equals("push") || change.key().equals("load")) {
      boolean on = flag(change);
      List<Entry> outputs =
          change.key().equals("push")
              ? Outputs.pushed(target.entries(Field.OUTPUT), on)
              : Outputs.loaded(target.entries(Field.OUTPUT), on);
      return target.with(Field.OUTPUT, new Setting.Entries(outputs));
    }
    Setting setting =
        switch (field.kind()) {
          case TEXT -> new Setting.Text(change.values().getLast());
          case FLAG -> new Setting.Flag(flag(change));
          case WORDS -> new Setting.Words(change.values());
          case PAIRS -> new Setting.Pairs(Map.of(change.name(), change.values().getLast()));
          case ENTRIES ->
              new Setting.Entries(
                  change.values().stream()
                      .filter(value -> !value.isEmpty())
                      .map(value -> Entry.parse(field, value))
                      .toList());
        };
    Setting earlier = target.settings().get(field);
    boolean adds =
        change.adds()
            || field.kind() == Field.Kind.PAIRS
            || field == Field.ATTEST
            || field == Field.ANNOTATIONS
            || field == Field.ENTITLEMENTS;
    return target.with(field, adds && earlier != null ? earlier.and(setting) : setting);
  }

  private static boolean flag(Change change) {
    String value = change.values().getLast();
    try {
      return GoBool.parse(value);
    } catch (JdockException | IllegalArgumentException e) {
      throw new JdockException(
          JdockException.Kind.INVALID,
          "invalid value " + value + " for boolean key " + change.key(),
          e);
    }
  }
}
