package dev.jdock.cli.hcl.function;

import dev.jdock.cli.hcl.Conversions;
import dev.jdock.cli.hcl.Functions.Site;
import dev.jdock.cli.hcl.HclException;
import dev.jdock.cli.hcl.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** What a function is called with, converted to what it wants. */
record Arguments(String function, List<Value> values, Site site) {

  int size() {
    return values.size();
  }

  Value value(int index) {
    return values.get(index);
  }

  HclException failed(String reason) {
    return site.failed(function, reason);
  }

  private HclException wrong(int index, String wanted) {
    return new HclException(
        site.range(),
        "Invalid function argument",
        "Invalid value for parameter "
            + (index + 1)
            + " of \""
            + function
            + "\": "
            + (value(index) instanceof Value.Null
                ? "argument must not be null."
                : wanted + " required."));
  }

  String text(int index) {
    String text = Conversions.text(value(index));
    if (text == null) {
      throw wrong(index, "string");
    }
    return text;
  }

  BigDecimal number(int index) {
    BigDecimal number = Conversions.number(value(index));
    if (number == null) {
      throw wrong(index, "number");
    }
    return number;
  }

  int integer(int index) {
    try {
      return number(index).intValueExact();
    } catch (ArithmeticException e) {
      throw wrong(index, "whole number");
    }
  }

  boolean flag(int index) {
    Boolean flag = Conversions.flag(value(index));
    if (flag == null) {
      throw wrong(index, "bool");
    }
    return flag;
  }

  List<Value> items(int index) {
    if (value(index) instanceof Value.Items items) {
      return items.values();
    }
    throw wrong(index, "list, set or tuple");
  }

  Map<String, Value> members(int index) {
    if (value(index) instanceof Value.Members members) {
      return members.values();
    }
    throw wrong(index, "map or object");
  }

  List<String> texts(int index) {
    return items(index).stream()
        .map(item -> {
          String text = Conversions.text(item);
          if (text == null) {
            throw wrong(index, "list of string");
          }
          return text;
        })
        .toList();
  }

  /** A text that a function has put together. */
  Value made(String text) {
    site.text(text.length());
    return Value.of(text);
  }

  Value made(List<Value> items) {
    site.items(items.size());
    return Value.tuple(items);
  }
}
