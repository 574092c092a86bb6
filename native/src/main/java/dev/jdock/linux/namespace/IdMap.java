package dev.jdock.linux.namespace;

import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Ids of files and who they are to processes. All other ids stay what they are, but those that one
 * of the given ones takes the place of: an id is never two on either side, so these are nobody.
 *
 * @param pairs id of files to id of processes
 */
public record IdMap(SortedMap<Long, Long> pairs) {
  /** The id behind the last one: 4294967295 means none. */
  private static final long END = 0xffff_ffffL;

  public IdMap {
    pairs = new TreeMap<>(pairs);
  }

  /** Nothing is changed. */
  public static IdMap identity() {
    return new IdMap(new TreeMap<>());
  }

  public static IdMap of(Map<Long, Long> pairs) {
    return new IdMap(new TreeMap<>(pairs));
  }

  /** Whether every id stays what it is. */
  public boolean isIdentity() {
    return pairs.entrySet().stream().allMatch(pair -> pair.getKey().equals(pair.getValue()));
  }

  /** In the form of /proc/PID/uid_map (user_namespaces(7)). */
  public String text() {
    NavigableSet<Long> taken = new TreeSet<>(pairs.keySet());
    taken.addAll(pairs.values());
    NavigableMap<Long, String> lines = new TreeMap<>();
    pairs.forEach((file, process) -> lines.put(file, line(file, process, 1)));
    long from = 0;
    for (long id : taken) {
      if (id > from) {
        lines.put(from, line(from, from, id - from));
      }
      from = id + 1;
    }
    if (from < END) {
      lines.put(from, line(from, from, END - from));
    }
    return String.join("", lines.values());
  }

  private static String line(long file, long process, long count) {
    return file + " " + process + " " + count + "\n";
  }
}
