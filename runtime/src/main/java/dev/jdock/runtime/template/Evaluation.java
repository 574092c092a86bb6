package dev.jdock.runtime.template;

import dev.jdock.image.text.GoQuote;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Evaluates pipelines: looks fields up, and calls functions and methods. */
final class Evaluation {
  private static final Object NOTHING_PIPED = new NothingPiped();

  private final Frame frame;
  private final boolean missingKeyFails;

  /** Stands where no value comes through a pipe. */
  private record NothingPiped() {}

  Evaluation(Frame frame, boolean missingKeyFails) {
    this.frame = frame;
    this.missingKeyFails = missingKeyFails;
  }

  @Nullable Object pipeline(@Nullable Object dot, Node.Pipe pipe) {
    frame.at(pipe);
    Object value = NOTHING_PIPED;
    for (Node.Command command : pipe.commands()) {
      value = command(dot, command, value);
      // Go unwraps the interface here, so that nil is from now on no value at all.
      if (value == null) {
        value = GoValue.ABSENT;
      }
    }
    for (Node.Variable variable : pipe.declared()) {
      String variableName = variable.names().getFirst();
      if (pipe.assign()) {
        frame.set(variableName, value);
      } else {
        frame.declare(variableName, value);
      }
    }
    return value;
  }

  private @Nullable Object command(
      @Nullable Object dot, Node.Command command, @Nullable Object piped) {
    Node first = command.args().getFirst();
    // The usual one, before the JVM has to assemble what tells the others apart: 5 ms, once.
    if (first instanceof Node.Field field) {
      return field(dot, field, command.args(), piped);
    }
    return switch (first) {
      case Node.Chain chain -> chain(dot, chain, command.args(), piped);
      case Node.Identifier identifier -> function(dot, identifier, command, command.args(), piped);
      case Node.Variable variable -> variable(dot, variable, command.args(), piped);
      case Node.Pipe pipe -> {
        notAFunction(command.args(), piped);
        yield pipeline(dot, pipe);
      }
      default -> {
        frame.at(first);
        notAFunction(command.args(), piped);
        yield simple(dot, first);
      }
    };
  }

  private @Nullable Object simple(@Nullable Object dot, Node node) {
    return switch (node) {
      case Node.Constant constant -> constant(constant);
      case Node.Str string -> string.text();
      case Node.Dot _ -> dot;
      case Node.Nil _ -> throw frame.error("nil is not a command");
      default -> throw frame.error("can't evaluate command " + GoQuote.quote(node.toString()));
    };
  }

  private void notAFunction(List<Node> args, @Nullable Object piped) {
    if (args.size() > 1 || !(piped instanceof NothingPiped)) {
      throw frame.error("can't give argument to non-function " + args.getFirst());
    }
  }

  private @Nullable Object field(
      @Nullable Object dot, Node.Field field, List<Node> args, @Nullable Object piped) {
    frame.at(field);
    return fields(dot, dot, field, field.names(), args, piped);
  }

  private @Nullable Object chain(
      @Nullable Object dot, Node.Chain chain, List<Node> args, @Nullable Object piped) {
    frame.at(chain);
    if (chain.operand() instanceof Node.Nil) {
      throw frame.error("indirection through explicit nil in " + chain);
    }
    Object receiver = argument(dot, GoFunction.Type.ANY, chain.operand());
    return fields(dot, receiver, chain, chain.names(), args, piped);
  }

  private @Nullable Object variable(
      @Nullable Object dot, Node.Variable variable, List<Node> args, @Nullable Object piped) {
    frame.at(variable);
    Object value = frame.find(variable.names().getFirst()).value();
    if (variable.names().size() == 1) {
      notAFunction(args, piped);
      return value;
    }
    List<String> names = variable.names().subList(1, variable.names().size());
    return fields(dot, value, variable, names, args, piped);
  }

  private @Nullable Object fields(
      @Nullable Object dot,
      @Nullable Object receiver,
      Node node,
      List<String> names,
      List<Node> args,
      @Nullable Object piped) {
    Object value = receiver;
    String type = null;
    for (String step : names.subList(0, names.size() - 1)) {
      // The fields of a row have Go types of their own, what is in a document has none.
      boolean typed = value instanceof GoStruct row && !row.type().equals(GoStruct.DOCUMENT);
      value = fieldOf(dot, step, node, List.of(), NOTHING_PIPED, value, type);
      type = typed ? null : "interface {}";
    }
    return fieldOf(dot, names.getLast(), node, args, piped, value, type);
  }

  private @Nullable Object fieldOf(
      @Nullable Object dot,
      String field,
      Node node,
      List<Node> args,
      @Nullable Object piped,
      @Nullable Object receiver,
      @Nullable String staticType) {
    if (receiver instanceof Absent || (receiver == null && staticType == null)) {
      if (missingKeyFails) {
        throw frame.error("nil data; no entry for key " + GoQuote.quote(field));
      }
      return GoValue.ABSENT;
    }
    if (receiver == null) {
      throw frame.error("nil pointer evaluating " + staticType + "." + field);
    }
    boolean hasArgs = args.size() > 1 || !(piped instanceof NothingPiped);
    if (receiver instanceof GoStruct struct) {
      return member(dot, field, node, args, piped, struct);
    }
    if (receiver instanceof Map<?, ?> map) {
      if (map.get(field) instanceof GoFunction method) {
        return invoke(dot, method, field, node, args, piped);
      }
      if (hasArgs) {
        throw frame.error(field + " is not a method but has arguments");
      }
      if (!map.containsKey(field) && missingKeyFails) {
        throw frame.error("map has no entry for key " + GoQuote.quote(field));
      }
      return map.containsKey(field) ? GoValue.of(map.get(field)) : GoValue.ABSENT;
    }
    throw frame.error(
        "can't evaluate field "
            + field
            + " in type "
            + (staticType == null ? GoValue.type(receiver) : staticType));
  }

  private @Nullable Object member(
      @Nullable Object dot,
      String field,
      Node node,
      List<Node> args,
      @Nullable Object piped,
      GoStruct struct) {
    Object value = struct.field(field);
    if (value instanceof GoFunction method) {
      return invoke(dot, method, field, node, args, piped);
    }
    if (value instanceof Absent) {
      throw frame.error("can't evaluate field " + field + " in type " + struct.type());
    }
    if (args.size() > 1 || !(piped instanceof NothingPiped)) {
      throw frame.error(field + " has arguments but cannot be invoked as function");
    }
    return value;
  }

  private @Nullable Object function(
      @Nullable Object dot,
      Node.Identifier identifier,
      Node node,
      List<Node> args,
      @Nullable Object piped) {
    frame.at(identifier);
    GoFunction function = frame.function(identifier.name());
    if (function == null) {
      throw frame.error(GoQuote.quote(identifier.name()) + " is not a defined function");
    }
    return invoke(dot, function, identifier.name(), node, args, piped);
  }

  private @Nullable Object invoke(
      @Nullable Object dot,
      GoFunction function,
      String called,
      Node node,
      List<Node> args,
      @Nullable Object piped) {
    List<Node> given = args.isEmpty() ? args : args.subList(1, args.size());
    int count = given.size() + (piped instanceof NothingPiped ? 0 : 1);
    String miscount = function.miscount(called, count);
    if (miscount != null) {
      throw frame.error(miscount);
    }
    boolean builtin = function.equals(Builtins.FUNCTIONS.get(called));
    if (builtin && (called.equals("and") || called.equals("or"))) {
      return decide(dot, called.equals("or"), given, piped);
    }
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      values.add(argument(dot, function.parameter(i), given.get(i)));
    }
    if (!(piped instanceof NothingPiped)) {
      values.add(checked(piped, function.parameter(count - 1)));
    }
    if (builtin
        && called.equals("call")
        && values.getFirst() != null
        && !(values.getFirst() instanceof GoFunction)) {
      frame.at(node);
      throw frame.error(
          "error calling call: non-function "
              + given.getFirst()
              + " of type "
              + GoValue.type(values.getFirst()));
    }
    try {
      return GoValue.of(function.body().call(new GoArguments(values)));
    } catch (IllegalArgumentException e) {
      frame.at(node);
      throw frame.error("error calling " + called + ": " + e.getMessage());
    }
  }

  /** {@code and} and {@code or} look at no more arguments than they need. */
  private @Nullable Object decide(
      @Nullable Object dot, boolean wanted, List<Node> args, @Nullable Object piped) {
    Object value = null;
    for (Node arg : args) {
      value = argument(dot, GoFunction.Type.ANY, arg);
      if (GoValue.truth(value) == wanted) {
        return value;
      }
    }
    return piped instanceof NothingPiped ? value : piped;
  }

  private @Nullable Object argument(@Nullable Object dot, GoFunction.Type type, Node node) {
    frame.at(node);
    return switch (node) {
      case Node.Dot _ -> checked(dot, type);
      case Node.Nil _ -> {
        if (type == GoFunction.Type.STRING || type == GoFunction.Type.INT) {
          throw frame.error("cannot assign nil to " + type.goName);
        }
        yield null;
      }
      case Node.Field field -> checked(field(dot, field, List.of(node), NOTHING_PIPED), type);
      case Node.Variable variable ->
          checked(variable(dot, variable, List.of(), NOTHING_PIPED), type);
      case Node.Pipe pipe -> checked(pipeline(dot, pipe), type);
      case Node.Identifier identifier ->
          checked(function(dot, identifier, identifier, List.of(), NOTHING_PIPED), type);
      case Node.Chain chain -> checked(chain(dot, chain, List.of(), NOTHING_PIPED), type);
      case Node.Str string -> literal(type, string, string.text(), GoFunction.Type.STRING);
      case Node.Constant constant ->
          literal(type, constant, constant(constant), GoFunction.Type.INT);
      default ->
          throw frame.error("can't handle assignment of " + node + " to empty interface argument");
    };
  }

  private Object constant(Node.Constant constant) {
    if (constant.value() instanceof BigInteger) {
      throw frame.error(constant + " overflows int");
    }
    return constant.value();
  }

  private Object literal(GoFunction.Type wanted, Node node, Object value, GoFunction.Type own) {
    if (wanted == GoFunction.Type.STRINGS) {
      throw frame.error("can't handle " + node + " for arg of type []string");
    }
    if (wanted != GoFunction.Type.ANY
        && (wanted != own || (own == GoFunction.Type.INT && !(value instanceof Long)))) {
      throw frame.error(
          "expected " + (wanted == GoFunction.Type.INT ? "integer" : "string") + "; found " + node);
    }
    return value;
  }

  private @Nullable Object checked(@Nullable Object value, GoFunction.Type type) {
    boolean fits =
        switch (type) {
          case ANY -> true;
          case STRING -> value instanceof String;
          case INT -> value instanceof Long;
          case STRINGS ->
              value == null
                  || (value instanceof List<?> list && (list.isEmpty() || GoValue.strings(list)));
        };
    if (fits) {
      return type == GoFunction.Type.ANY && value instanceof Absent ? null : value;
    }
    if (value == null || value instanceof Absent) {
      throw frame.error(
          value == null
              ? "wrong type for value; expected " + type.goName + "; got interface {}"
              : "invalid value; expected " + type.goName);
    }
    throw frame.error(
        "wrong type for value; expected " + type.goName + "; got " + GoValue.type(value));
  }
}
