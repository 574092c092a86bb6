package dev.jdock.cli.bake;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.PathMatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All that the files of a bake say, before anything is inherited or overridden. */
public record Definition(
    SequencedMap<String, Group> groups,
    SequencedMap<String, Target> targets,
    List<Variable> variables) {

  /**
   * A variable and what it came to.
   *
   * @param type empty if it was not declared
   * @param value null for none
   */
  public record Variable(String name, String description, String type, @Nullable String value) {}

  /** Two definitions as one: the second adds to the targets of the first. */
  Definition and(Definition other) {
    var allGroups = new LinkedHashMap<>(groups);
    other.groups.forEach((name, group) ->
        allGroups.merge(
            name,
            group,
            (first, second) -> {
              var members = new ArrayList<>(first.targets());
              members.addAll(second.targets());
              String description =
                  second.description().isEmpty() ? first.description() : second.description();
              return new Group(name, description, members);
            }));
    var allTargets = new LinkedHashMap<>(targets);
    other.targets.forEach((name, target) -> allTargets.merge(name, target, Target::and));
    var allVariables = new ArrayList<>(variables);
    allVariables.addAll(other.variables);
    return new Definition(allGroups, allTargets, allVariables);
  }

  static Definition empty() {
    return new Definition(new LinkedHashMap<>(), new LinkedHashMap<>(), List.of());
  }

  /** The names of targets that a pattern stands for: itself, where there is such a target. */
  List<String> targetsMatching(String pattern) {
    if (targets.containsKey(pattern)) {
      return List.of(pattern);
    }
    List<String> found = targets.keySet().stream().filter(matcher(pattern)).toList();
    if (found.isEmpty()) {
      throw JdockException.notFound("could not find any target matching '" + pattern + "'");
    }
    return found;
  }

  /** The names of groups and targets that a word of the command line stands for. */
  List<String> matching(String pattern) {
    if (!PathMatch.hasWildcards(pattern)) {
      return List.of(pattern);
    }
    List<String> found =
        Stream.concat(groups.keySet().stream(), targets.keySet().stream())
            .filter(matcher(pattern))
            .distinct()
            .toList();
    if (found.isEmpty()) {
      throw JdockException.notFound("could not find any target matching \"" + pattern + "\"");
    }
    return found;
  }

  private static Predicate<String> matcher(String pattern) {
    var wildcards = PathMatch.of(pattern);
    return wildcards::matches;
  }

  /** Names for others that do not have them, as services of Compose are called. */
  static String sanitized(String name) {
    return name.replace('.', '_');
  }
}
