package dev.jdock.cli.bake;

import dev.jdock.cli.hcl.Conversions;
import dev.jdock.cli.hcl.Expression;
import dev.jdock.cli.hcl.HclException;
import dev.jdock.cli.hcl.Range;
import dev.jdock.cli.hcl.TypeConstraint;
import dev.jdock.cli.hcl.Value;
import dev.jdock.image.error.JdockException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Values of the language as those of a target's fields. */
final class HclSettings {
  private static final TypeConstraint WORDS =
      new TypeConstraint.Collection("list", TypeConstraint.Primitive.STRING);

  private static final TypeConstraint PAIRS =
      new TypeConstraint.Collection("map", TypeConstraint.Primitive.STRING);

  private HclSettings() {}

  /**
   * @return null for the value null, which says nothing
   * @throws HclException for a value of another type
   */
  static @Nullable Setting of(Field field, Value value, Range range) {
    if (value instanceof Value.Null) {
      return null;
    }
    return switch (field.kind()) {
      case TEXT ->
          new Setting.Text(
              ((Value.Text) TypeConstraint.Primitive.STRING.convert(value, range, "")).text());
      case FLAG ->
          new Setting.Flag(
              ((Value.Bool) TypeConstraint.Primitive.BOOL.convert(value, range, "")).flag());
      case WORDS -> new Setting.Words(words(value, range));
      case PAIRS -> new Setting.Pairs(pairs(value, range));
      case ENTRIES -> new Setting.Entries(entries(field, value, range));
    };
  }

  private static List<String> words(Value value, Range range) {
    var words = new ArrayList<String>();
    for (Value item : ((Value.Items) WORDS.convert(value, range, "")).values()) {
      if (item instanceof Value.Text(String text)) {
        words.add(text);
      }
    }
    return words;
  }

  /** What is null is as if it were not there. */
  private static Map<String, String> pairs(Value value, Range range) {
    Map<String, String> pairs = new LinkedHashMap<>();
    ((Value.Members) PAIRS.convert(value, range, ""))
        .values()
        .forEach((name, member) -> {
          if (member instanceof Value.Text(String text)) {
            pairs.put(name, text);
          }
        });
    return pairs;
  }

  private static List<Entry> entries(Field field, Value value, Range range) {
    if (!(value instanceof Value.Items items)) {
      throw new HclException(
          range, "Unsuitable value type", "Unsuitable value: list of objects required");
    }
    var entries = new ArrayList<Entry>();
    for (Value item : items.values()) {
      try {
        switch (item) {
          case Value.Text(String text) when text.isEmpty() -> {}
          case Value.Text(String text) -> entries.add(Entry.parse(field, text));
          case Value.Members members -> entries.add(entry(field, members, range));
          case Value.Null _ -> {}
          default ->
              throw new HclException(
                  range, "Unsuitable value type", "Unsuitable value: string or object required");
        }
      } catch (JdockException e) {
        throw new HclException(range, "Invalid value", String.valueOf(e.getMessage()));
      }
    }
    return entries;
  }

  private static Entry entry(Field field, Value.Members members, Range range) {
    Map<String, String> fields = new LinkedHashMap<>();
    List<String> paths = List.of();
    for (Map.Entry<String, Value> member : members.values().entrySet()) {
      String text = Conversions.text(member.getValue());
      if (field == Field.SSH && member.getKey().equals("paths")) {
        paths = words(member.getValue(), range);
      } else if (text != null) {
        fields.put(member.getKey(), text);
      } else if (!(member.getValue() instanceof Value.Null)) {
        throw new HclException(
            range,
            "Unsuitable value type",
            "Unsuitable value: attribute \"" + member.getKey() + "\": string required");
      }
    }
    return field == Field.SSH ? new Entry(field, fields, paths) : Entry.checked(field, fields);
  }

  /** The value that another target sees of a setting. */
  static Value value(Setting setting) {
    return switch (setting) {
      case Setting.Text(String text) -> Value.of(text);
      case Setting.Flag(boolean on) -> Value.of(on);
      case Setting.Words(List<String> words) ->
          new Value.Items(Value.Items.Kind.LIST, words.stream().map(Value::of).toList());
      case Setting.Pairs(Map<String, String> pairs) -> members(pairs);
      case Setting.Entries(List<Entry> entries) ->
          Value.tuple(entries.stream().map(HclSettings::value).toList());
    };
  }

  private static Value value(Entry entry) {
    Map<String, Value> members = new LinkedHashMap<>();
    entry.fields().forEach((name, text) -> members.put(name, Value.of(text)));
    if (entry.of() == Field.SSH) {
      members.put("paths", Value.tuple(entry.paths().stream().map(Value::of).toList()));
    }
    return Value.object(members);
  }

  private static Value members(Map<String, String> pairs) {
    Map<String, Value> members = new LinkedHashMap<>();
    pairs.forEach((name, text) -> members.put(name, Value.of(text)));
    return new Value.Members(true, new TreeMap<>(members));
  }

  /** The name that a parameter is. */
  static String word(Expression expression) {
    String word = expression.keyword();
    if (word == null && expression instanceof Expression.Literal(Value.Text(String text), _)) {
      word = text;
    }
    if (word == null) {
      throw new HclException(
          expression.range(),
          "Invalid param element",
          "Each parameter name must be an identifier.");
    }
    return word;
  }
}
