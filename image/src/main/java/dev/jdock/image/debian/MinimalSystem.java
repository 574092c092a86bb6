package dev.jdock.image.debian;

import dev.jdock.image.error.JdockException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The packages of the smallest system that works and can install more: the essential ones, those of
 * the priority {@code required}, apt, and what these need.
 *
 * @param base what has to be unpacked before any package can be installed: the essential ones and
 *     what they need; sorted by name
 * @param others the rest, sorted by name
 */
record MinimalSystem(List<DebPackage> base, List<DebPackage> others) {
  private static final String INSTALLER = "apt";

  /** Says that the system is one with a merged /usr, as each is that is made here. */
  private static final String MERGED = "usr-is-merged";

  MinimalSystem {
    base = List.copyOf(base);
    others = List.copyOf(others);
  }

  /**
   * @throws JdockException INVALID where a list lacks what another package needs
   */
  static MinimalSystem of(PackageIndex index) {
    List<DebPackage> required =
        index.required().stream().flatMap(name -> index.find(name).stream()).toList();
    // Found with all that will be there, so that no alternative is taken in vain.
    List<DebPackage> wanted = new ArrayList<>(required);
    wanted.add(
        index
            .find(INSTALLER)
            .orElseThrow(() -> JdockException.invalid("the mirror has no package " + INSTALLER)));
    index.find(MERGED).ifPresent(wanted::add);
    Map<String, DebPackage> all = closure(index, wanted, Map.of());
    Map<String, DebPackage> base =
        closure(index, all.values().stream().filter(DebPackage::essential).toList(), all);
    List<DebPackage> others =
        all.values().stream().filter(each -> !base.containsKey(each.name())).toList();
    return new MinimalSystem(List.copyOf(base.values()), others);
  }

  /**
   * @param preferred what is taken before others that would do as well
   */
  private static Map<String, DebPackage> closure(
      PackageIndex index, Collection<DebPackage> begin, Map<String, DebPackage> preferred) {
    Map<String, DebPackage> found = new TreeMap<>();
    begin.forEach(each -> found.put(each.name(), each));
    Deque<DebPackage> open = new ArrayDeque<>(found.values());
    while (!open.isEmpty()) {
      DebPackage next = open.removeFirst();
      for (List<Relation> alternatives : next.needs()) {
        if (isMet(found.values(), alternatives)) {
          continue;
        }
        DebPackage chosen =
            preferred.values().stream()
                .filter(each -> alternatives.stream().anyMatch(each::satisfies))
                .findFirst()
                .or(() -> choose(index, alternatives))
                .orElseThrow(() -> unmet(next, alternatives));
        found.put(chosen.name(), chosen);
        open.addLast(chosen);
      }
    }
    return found;
  }

  private static boolean isMet(Collection<DebPackage> found, List<Relation> alternatives) {
    return found.stream().anyMatch(each -> alternatives.stream().anyMatch(each::satisfies));
  }

  private static Optional<DebPackage> choose(PackageIndex index, List<Relation> alternatives) {
    return alternatives.stream().flatMap(each -> index.candidates(each).stream()).findFirst();
  }

  private static JdockException unmet(DebPackage by, List<Relation> alternatives) {
    return JdockException.invalid(
        "package %s needs %s, which the mirror does not have"
            .formatted(
                by.name(),
                String.join(" | ", alternatives.stream().map(Relation::toString).toList())));
  }

  /** Both, those that are unpacked first in front. */
  List<DebPackage> all() {
    List<DebPackage> all = new ArrayList<>(base);
    all.addAll(others);
    return all;
  }

  /** Bytes that have to be fetched. */
  long size() {
    return all().stream().mapToLong(DebPackage::size).sum();
  }

  /** The sources that something is taken from. */
  List<Source> sources() {
    return all().stream()
        .map(DebPackage::source)
        .distinct()
        .sorted(Comparator.comparing(Source::suite))
        .toList();
  }
}
