package dev.jdock.cli.bake;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be built under one name.
 *
 * @param settings what is said of it; the rest is as the builder has it
 */
public record Target(String name, Map<Field, Setting> settings) {
  public Target {
    var copy = new EnumMap<Field, Setting>(Field.class);
    copy.putAll(settings);
    settings = Collections.unmodifiableMap(copy);
  }

  /** Empty where it says nothing. */
  public String text(Field field) {
    return settings.get(field) instanceof Setting.Text(String text) ? text : "";
  }

  /** Null where it says nothing. */
  public @Nullable Boolean flag(Field field) {
    return settings.get(field) instanceof Setting.Flag(boolean on) ? on : null;
  }

  public List<String> words(Field field) {
    return settings.get(field) instanceof Setting.Words(List<String> words) ? words : List.of();
  }

  public Map<String, String> pairs(Field field) {
    return settings.get(field) instanceof Setting.Pairs(Map<String, String> pairs)
        ? pairs
        : Map.of();
  }

  public List<Entry> entries(Field field) {
    return settings.get(field) instanceof Setting.Entries(List<Entry> entries)
        ? entries
        : List.of();
  }

  /** This with one field changed. */
  public Target with(Field field, Setting setting) {
    var changed = new EnumMap<Field, Setting>(Field.class);
    changed.putAll(settings);
    changed.put(field, setting);
    return new Target(name, changed);
  }

  /** This with what another says of it. */
  Target and(Target other) {
    var merged = new EnumMap<Field, Setting>(Field.class);
    merged.putAll(settings);
    other.settings.forEach((field, setting) -> {
      Setting own = merged.get(field);
      merged.put(field, own == null || !field.merged() ? setting : own.and(setting));
    });
    return new Target(name, merged);
  }
}
