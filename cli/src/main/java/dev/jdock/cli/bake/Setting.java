package dev.jdock.cli.bake;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The value of a target's field. */
public sealed interface Setting {
  record Text(String text) implements Setting {}

  record Flag(boolean on) implements Setting {}

  record Words(List<String> words) implements Setting {
    public Words {
      words = List.copyOf(words);
    }
  }

  record Pairs(Map<String, String> pairs) implements Setting {
    public Pairs {
      pairs = Collections.unmodifiableMap(new TreeMap<>(pairs));
    }
  }

  record Entries(List<Entry> entries) implements Setting {
    public Entries {
      entries = List.copyOf(entries);
    }
  }

  /** This with another added to it; scalars are replaced. */
  default Setting and(Setting more) {
    return switch (this) {
      case Words(List<String> words) -> new Words(joined(words, ((Words) more).words()));
      case Entries(List<Entry> entries) -> new Entries(joined(entries, ((Entries) more).entries()));
      case Pairs(Map<String, String> pairs) -> {
        Map<String, String> all = new LinkedHashMap<>(pairs);
        all.putAll(((Pairs) more).pairs());
        yield new Pairs(all);
      }
      case Text _, Flag _ -> more;
    };
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    var all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  /** Without what says nothing: empty words, doubles, and contexts that were taken away. */
  default Setting normalized() {
    return switch (this) {
      case Words(List<String> words) -> {
        var kept = new LinkedHashSet<>(words);
        kept.remove("");
        yield new Words(List.copyOf(kept));
      }
      case Entries(List<Entry> entries) -> new Entries(Entry.distinct(entries));
      case Pairs _, Text _, Flag _ -> this;
    };
  }

  default boolean isEmpty() {
    return switch (this) {
      case Words(List<String> words) -> words.isEmpty();
      case Entries(List<Entry> entries) -> entries.isEmpty();
      case Pairs(Map<String, String> pairs) -> pairs.isEmpty();
      case Text _, Flag _ -> false;
    };
  }
}
