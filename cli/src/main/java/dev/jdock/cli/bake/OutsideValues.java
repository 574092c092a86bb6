package dev.jdock.cli.bake;

import dev.jdock.cli.hcl.HclException;
import dev.jdock.cli.hcl.Numbers;
import dev.jdock.cli.hcl.Range;
import dev.jdock.cli.hcl.TypeConstraint;
import dev.jdock.cli.hcl.Value;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.GoBool;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Variables of the environment as values of a type: lists are comma-separated. */
final class OutsideValues {
  private OutsideValues() {}

  static Value of(String name, String text, TypeConstraint type, Range place) {
    return switch (type) {
      case TypeConstraint.Any _ -> Value.of(text);
      case TypeConstraint.Primitive primitive -> primitive(name, text, primitive, place);
      case TypeConstraint.Collection(String kind, TypeConstraint element) -> {
        Value value =
            kind.equals("map")
                ? map(name, text, element, place)
                : Value.tuple(
                    fields(name, text, place).stream()
                        .map(field -> element(name, field, element, place))
                        .toList());
        yield type.convert(value, place, "");
      }
      case TypeConstraint.Tuple(List<TypeConstraint> elements) -> {
        List<String> fields = fields(name, text, place);
        if (fields.size() != elements.size()) {
          throw failed(
              name,
              "tuple expects "
                  + elements.size()
                  + " elements but only "
                  + fields.size()
                  + " provided",
              place);
        }
        var values = new ArrayList<Value>();
        for (int i = 0; i < fields.size(); i++) {
          values.add(element(name, fields.get(i), elements.get(i), place));
        }
        yield Value.tuple(values);
      }
      case TypeConstraint.Members _ -> throw unsupported(name, type.label(), place);
    };
  }

  private static Value map(String name, String text, TypeConstraint element, Range place) {
    Map<String, Value> members = new LinkedHashMap<>();
    for (String field : fields(name, text, place)) {
      List<String> pair = Csv.fields(field, ':');
      if (pair.size() != 2) {
        throw failed(
            name, "expected one k/v pair but got " + pair.size() + " pieces from " + field, place);
      }
      members.put(pair.getFirst(), element(name, pair.getLast(), element, place));
    }
    return Value.object(members);
  }

  private static List<String> fields(String name, String text, Range place) {
    try {
      return Csv.fields(text);
    } catch (JdockException e) {
      throw failed(name, String.valueOf(e.getMessage()), place);
    }
  }

  private static Value element(String name, String text, TypeConstraint type, Range place) {
    if (type instanceof TypeConstraint.Primitive primitive) {
      return primitive(name, text, primitive, place);
    }
    throw unsupported(name, type.label(), place);
  }

  static Value primitive(String name, String text, TypeConstraint.Primitive type, Range place) {
    return switch (type) {
      case STRING -> Value.of(text);
      case NUMBER -> {
        BigDecimal number = Numbers.parse(text);
        if (number == null) {
          throw new HclException(
              place,
              "Invalid value",
              "failed to parse " + name + " as number: parsing \"" + text + "\": invalid syntax");
        }
        yield new Value.Num(number);
      }
      case BOOL -> {
        try {
          yield Value.of(GoBool.parse(text));
        } catch (JdockException | IllegalArgumentException e) {
          throw new HclException(
              place,
              "Invalid value",
              "failed to parse " + name + " as bool: parsing \"" + text + "\": invalid syntax");
        }
      }
    };
  }

  private static HclException failed(String name, String reason, Range place) {
    return new HclException(
        place, "Invalid value", "failed to convert variable " + name + " from CSV: " + reason);
  }

  static HclException unsupported(String name, String type, Range place) {
    return new HclException(
        place, "Invalid value", "unsupported type " + type + " for variable " + name);
  }
}
