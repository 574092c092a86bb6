package dev.jdock.cli.bake;

import dev.jdock.image.error.JdockException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a command line asks for: targets with all that they inherit, and those that they are built
 * on.
 *
 * @param groups those that were asked for, by name
 * @param targets by name
 * @param linked names of targets that nobody asked for but others
 */
public record Plan(
    SortedMap<String, Group> groups, SortedMap<String, Target> targets, Set<String> linked) {
  private static final String DEFAULT = "default";
  private static final String LINK = "target:";

  /**
   * @param words targets, groups and patterns; {@code default} if there are none
   * @param overrides of {@code --set}
   * @param environment the user's
   * @throws JdockException NOT_FOUND, or INVALID for links that make no sense
   */
  public static Plan of(
      Definition definition,
      List<String> words,
      List<String> overrides,
      Map<String, String> environment) {
    var reader = new Reader(definition, Overrides.parse(overrides, definition, environment));
    var asked = new LinkedHashSet<String>();
    for (String word : words.isEmpty() ? List.of(DEFAULT) : words) {
      asked.addAll(definition.matching(Definition.sanitized(word)));
    }
    return reader.read(asked);
  }

  /** The targets that a target's contexts name. */
  public static List<String> links(Target target) {
    return target.pairs(Field.CONTEXTS).values().stream()
        .filter(value -> value.startsWith(LINK))
        .map(value -> value.substring(LINK.length()))
        .distinct()
        .toList();
  }

  /** Resolves names, each once. */
  private static final class Reader {
    private final Definition definition;
    private final Overrides overrides;
    private final SortedMap<String, Group> groups = new TreeMap<>();
    private final SortedMap<String, Target> targets = new TreeMap<>();
    private final Set<String> linked = new TreeSet<>();

    Reader(Definition definition, Overrides overrides) {
      this.definition = definition;
      this.overrides = overrides;
    }

    Plan read(Set<String> asked) {
      for (String name : asked) {
        for (String target : members(name, new LinkedHashSet<>())) {
          targets.computeIfAbsent(target, this::resolved);
        }
      }
      var members = new TreeSet<String>();
      Group own = groups.get(DEFAULT);
      if (own != null) {
        members.addAll(own.targets());
      }
      for (String name : asked) {
        if (own == null || !name.equals(DEFAULT)) {
          members.add(name);
        }
      }
      groups.put(
          DEFAULT, new Group(DEFAULT, own == null ? "" : own.description(), List.copyOf(members)));
      for (String name : List.copyOf(targets.keySet())) {
        link(name, new ArrayList<>());
      }
      return new Plan(groups, targets, linked);
    }

    /** The targets of a group, or the target itself. */
    private Set<String> members(String name, Set<String> visited) {
      Group group = definition.groups().get(name);
      if (group == null) {
        return Set.of(name);
      }
      var result = new LinkedHashSet<String>();
      if (visited.add(name)) {
        groups.put(name, group);
        group.targets().forEach(member -> result.addAll(members(member, visited)));
      }
      return result;
    }

    private Target resolved(String name) {
      Target target = inherited(name, new LinkedHashMap<>());
      var settings = new TreeMap<>(target.settings());
      settings.remove(Field.INHERITS);
      settings.putIfAbsent(Field.CONTEXT, new Setting.Text("."));
      if (target.text(Field.DOCKERFILE).isEmpty()) {
        settings.put(Field.DOCKERFILE, new Setting.Text("Dockerfile"));
      }
      settings.values().removeIf(Setting::isEmpty);
      return new Target(name, settings);
    }

    /** What comes later in the list of parents, and the target itself, has the last word. */
    private Target inherited(String name, Map<String, Target> visited) {
      Target known = visited.get(name);
      if (known != null) {
        return known;
      }
      Target own = definition.targets().get(name);
      if (own == null) {
        throw JdockException.notFound("failed to find target " + name);
      }
      // A circle ends where it began.
      visited.put(name, new Target(name, Map.of()));
      Target merged = new Target(name, Map.of());
      for (String parent : own.words(Field.INHERITS)) {
        merged = merged.and(inherited(parent, visited));
      }
      Target result = normalized(overrides.apply(new Target(name, merged.and(own).settings())));
      visited.put(name, result);
      return result;
    }

    private static Target normalized(Target target) {
      Target result = target;
      for (Map.Entry<Field, Setting> setting : target.settings().entrySet()) {
        result = result.with(setting.getKey(), setting.getValue().normalized());
      }
      Map<String, String> contexts = new LinkedHashMap<>(result.pairs(Field.CONTEXTS));
      if (contexts.values().removeIf(String::isEmpty)) {
        result = result.with(Field.CONTEXTS, new Setting.Pairs(contexts));
      }
      if (result.text(Field.NETWORK).equals("host")) {
        var entitlements = new ArrayList<>(result.words(Field.ENTITLEMENTS));
        entitlements.add("network.host");
        result = result.with(Field.ENTITLEMENTS, new Setting.Words(entitlements).normalized());
      }
      return result;
    }

    private void link(String name, List<String> visited) {
      visited.add(name);
      Target target = targets.get(name);
      for (String other : target == null ? List.<String>of() : links(target)) {
        if (other.equals(name)) {
          throw JdockException.invalid("target " + name + " cannot link to itself");
        }
        if (visited.contains(other)) {
          throw JdockException.invalid("infinite loop from " + name + " to " + other);
        }
        if (!targets.containsKey(other)) {
          Entry nothing = new Entry(Field.OUTPUT, Map.of("type", "cacheonly"), List.of());
          targets.put(
              other, resolved(other).with(Field.OUTPUT, new Setting.Entries(List.of(nothing))));
          linked.add(other);
        }
        link(other, visited);
      }
      visited.removeLast();
    }
  }
}
