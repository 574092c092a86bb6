package dev.jdock.runtime.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The arguments of a function's call, checked against the types of its parameters. */
public record GoArguments(List<@Nullable Object> values) {
  public GoArguments {
    values = Collections.unmodifiableList(new ArrayList<@Nullable Object>(values));
  }

  public int size() {
    return values.size();
  }

  public @Nullable Object at(int index) {
    return values.get(index);
  }

  public @Nullable Object last() {
    return values.getLast();
  }

  public String string(int index) {
    return (String) Objects.requireNonNull(values.get(index));
  }

  /** The nearest number of 32 bits, which is far beyond any text's length. */
  public int integer(int index) {
    return Math.clamp(
        (Long) Objects.requireNonNull(values.get(index)), Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  public List<String> strings(int index) {
    List<String> out = new ArrayList<>();
    if (values.get(index) instanceof List<?> list) {
      list.forEach(item -> out.add((String) Objects.requireNonNull(item)));
    }
    return out;
  }

  /** The arguments from an index on. */
  GoArguments from(int index) {
    return new GoArguments(values.subList(index, values.size()));
  }
}
