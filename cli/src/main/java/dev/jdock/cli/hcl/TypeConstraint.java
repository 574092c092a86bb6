package dev.jdock.cli.hcl;

import dev.jdock.cli.hcl.Value.Items;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A type that a value has to be of, or to be converted to. */
public sealed interface TypeConstraint {
  record Any() implements TypeConstraint {}

  enum Primitive implements TypeConstraint {
    STRING,
    NUMBER,
    BOOL
  }

  /** Of one type of elements: a list, a set or a map. */
  record Collection(String kind, TypeConstraint element) implements TypeConstraint {}

  record Tuple(List<TypeConstraint> elements) implements TypeConstraint {}

  record Members(Map<String, Field> fields) implements TypeConstraint {
    public record Field(TypeConstraint type, boolean optional) {}
  }

  /** What {@code type =} says. */
  static TypeConstraint parse(Expression expression) {
    Expression type = JsonBodies.variable(expression);
    String word = type.keyword();
    if (word != null) {
      return switch (word) {
        case "any" -> new Any();
        case "string" -> Primitive.STRING;
        case "number" -> Primitive.NUMBER;
        case "bool" -> Primitive.BOOL;
        default -> throw invalid(type, "The keyword \"" + word + "\" is not a valid type.");
      };
    }
    if (!(type instanceof Expression.Call call) || call.arguments().size() != 1) {
      throw invalid(
          type, "A type specification is either a primitive type keyword or a complex type.");
    }
    Expression argument = call.arguments().getFirst();
    return switch (call.name()) {
      case "list", "set", "map" -> new Collection(call.name(), parse(argument));
      case "tuple" -> {
        if (argument instanceof Expression.TupleOf tuple) {
          yield new Tuple(tuple.items().stream().map(TypeConstraint::parse).toList());
        }
        throw invalid(type, "Tuple type constructor requires a list of element types.");
      }
      case "object" -> {
        if (argument instanceof Expression.ObjectOf object) {
          yield members(object);
        }
        throw invalid(type, "Object type constructor requires a map of attribute types.");
      }
      default ->
          throw invalid(type, "Keyword \"" + call.name() + "\" is not a valid type constructor.");
    };
  }

  private static TypeConstraint members(Expression.ObjectOf object) {
    Map<String, Members.Field> fields = new LinkedHashMap<>();
    for (Expression.ObjectOf.Item item : object.items()) {
      String name = BodyParser.plain(item.key());
      if (name == null) {
        throw invalid(item.key(), "Object constructor map keys must be attribute names.");
      }
      boolean optional =
          item.value() instanceof Expression.Call call
              && call.name().equals("optional")
              && !call.arguments().isEmpty();
      Expression type =
          optional ? ((Expression.Call) item.value()).arguments().getFirst() : item.value();
      fields.put(name, new Members.Field(parse(type), optional));
    }
    return new Members(fields);
  }

  private static HclException invalid(Expression type, String detail) {
    return new HclException(type.range(), "Invalid type specification", detail);
  }

  /** In the words of the language: {@code list of string}. */
  default String label() {
    return switch (this) {
      case Any _ -> "any type";
      case Primitive primitive -> primitive.name().toLowerCase(Locale.ROOT);
      case Collection collection -> collection.kind() + " of " + collection.element().label();
      case Tuple _ -> "tuple";
      case Members _ -> "object";
    };
  }

  /**
   * The value as one of this type.
   *
   * @param what the part of a value that it is, for the error; empty for the whole
   * @throws HclException where that cannot be
   */
  default Value convert(Value value, Range range, String what) {
    if (value instanceof Value.Null) {
      return value;
    }
    Value converted =
        switch (this) {
          case Any _ -> value;
          case Primitive primitive -> primitive(primitive, value);
          case Collection collection -> collection(collection, value, range);
          case Tuple tuple -> tuple(tuple, value, range);
          case Members members -> object(members, value, range);
        };
    if (converted == null) {
      throw new HclException(
          range,
          "Unsuitable value type",
          "Unsuitable value: " + (what.isEmpty() ? "" : what + ": ") + label() + " required");
    }
    return converted;
  }

  private static @Nullable Value primitive(Primitive primitive, Value value) {
    return switch (primitive) {
      case STRING -> {
        String text = Conversions.text(value);
        yield text == null ? null : Value.of(text);
      }
      case NUMBER -> {
        BigDecimal number = Conversions.number(value);
        yield number == null ? null : new Value.Num(number);
      }
      case BOOL -> {
        Boolean flag = Conversions.flag(value);
        yield flag == null ? null : Value.of(flag);
      }
    };
  }

  private static @Nullable Value collection(Collection type, Value value, Range range) {
    if (type.kind().equals("map")) {
      if (!(value instanceof Value.Members members)) {
        return null;
      }
      Map<String, Value> converted = new TreeMap<>();
      members
          .values()
          .forEach((name, v) ->
              converted.put(name, type.element().convert(v, range, "element \"" + name + "\"")));
      return new Value.Members(true, new TreeMap<>(converted));
    }
    if (!(value instanceof Items items)) {
      return null;
    }
    var converted = new ArrayList<Value>();
    for (int i = 0; i < items.values().size(); i++) {
      converted.add(type.element().convert(items.values().get(i), range, "element " + i));
    }
    return type.kind().equals("set") ? Sets.of(converted) : new Items(Items.Kind.LIST, converted);
  }

  private static @Nullable Value tuple(Tuple type, Value value, Range range) {
    if (!(value instanceof Items items) || items.values().size() != type.elements().size()) {
      return null;
    }
    var converted = new ArrayList<Value>();
    for (int i = 0; i < items.values().size(); i++) {
      converted.add(type.elements().get(i).convert(items.values().get(i), range, "element " + i));
    }
    return Value.tuple(converted);
  }

  private static @Nullable Value object(Members type, Value value, Range range) {
    if (!(value instanceof Value.Members members)) {
      return null;
    }
    Map<String, Value> converted = new TreeMap<>();
    type.fields()
        .forEach((name, field) -> {
          Value member = members.values().get(name);
          if (member == null && !field.optional()) {
            throw new HclException(
                range,
                "Unsuitable value type",
                "Unsuitable value: attribute \"" + name + "\" is required");
          }
          converted.put(
              name,
              member == null
                  ? new Value.Null()
                  : field.type().convert(member, range, "attribute \"" + name + "\""));
        });
    return Value.object(converted);
  }
}
