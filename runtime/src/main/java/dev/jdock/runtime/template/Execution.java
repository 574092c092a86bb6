package dev.jdock.runtime.template;

import dev.jdock.runtime.template.Token.Kind;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a template: walks the tree, keeps the variables, and knows which node it is at
 * for error messages.
 */
final class Execution {
  private static final int MAX_DEPTH = 1_000;

  private static final Object NOTHING_PIPED = new NothingPiped();

  private final String root;
  private final String text;
  private final Map<String, Node.Sequence> templates;
  private final Map<String, GoFunction> functions;
  private final Appendable out;
  private final boolean missingKeyFails;
  private List<Binding> variables = new ArrayList<>();
  private @Nullable Node at;
  private String name;
  private int depth;

  private static final class Binding {
    final String name;
    @Nullable Object value;

    Binding(String name, @Nullable Object value) {
      this.name = name;
      this.value = value;
    }
  }

  /** Stands where no value comes through a pipe. */
  private record NothingPiped() {}

  private enum Flow {
    ON,
    BREAK,
    CONTINUE
  }

  Execution(
      String root,
      String text,
      Map<String, Node.Sequence> templates,
      Map<String, GoFunction> functions,
      boolean missingKeyFails,
      Appendable out) {
    this.root = root;
    this.name = root;
    this.text = text;
    this.templates = templates;
    this.functions = functions;
    this.out = out;
    this.missingKeyFails = missingKeyFails;
  }

  void run(@Nullable Object data) throws IOException {
    variables.add(new Binding("$", data));
    Node.Sequence body = templates.get(root);
    if (body != null) {
      walk(data, body);
    }
  }

  private Flow walk(@Nullable Object dot, Node node) throws IOException {
    at = node;
    switch (node) {
      case Node.Text part -> out.append(part.text());
      case Node.Action action -> {
        Object value = pipeline(dot, action.pipe());
        if (action.pipe().declared().isEmpty()) {
          out.append(GoFormat.print(value == null ? GoValue.ABSENT : value));
        }
      }
      case Node.Sequence sequence -> {
        for (Node child : sequence.nodes()) {
          Flow flow = walk(dot, child);
          if (flow != Flow.ON) {
            return flow;
          }
        }
      }
      case Node.Branch branch -> {
        int mark = variables.size();
        Flow flow = branch.kind() == Kind.RANGE ? range(dot, branch) : choose(dot, branch);
        variables.subList(mark, variables.size()).clear();
        return flow;
      }
      case Node.Break _ -> {
        return Flow.BREAK;
      }
      case Node.Continue _ -> {
        return Flow.CONTINUE;
      }
      case Node.Call call -> call(dot, call);
      case Node.Pipe _,
          Node.Command _,
          Node.Identifier _,
          Node.Variable _,
          Node.Dot _,
          Node.Nil _,
          Node.Field _,
          Node.Chain _,
          Node.Constant _,
          Node.Str _,
          Node.End _,
          Node.Else _ ->
          throw error("unknown node: " + node);
    }
    return Flow.ON;
  }

  private Flow choose(@Nullable Object dot, Node.Branch branch) throws IOException {
    Object value = pipeline(dot, branch.pipe());
    if (GoValue.truth(value)) {
      return walk(branch.kind() == Kind.WITH ? value : dot, branch.body());
    }
    return branch.otherwise() == null ? Flow.ON : walk(dot, branch.otherwise());
  }

  private Flow range(@Nullable Object dot, Node.Branch branch) throws IOException {
    Object value = pipeline(dot, branch.pipe());
    int mark = variables.size();
    boolean any = false;
    for (Map.Entry<Object, ? extends @Nullable Object> item : items(branch.pipe(), value)) {
      any = true;
      bind(branch.pipe(), item.getKey(), GoValue.of(item.getValue()));
      Flow flow = walk(GoValue.of(item.getValue()), branch.body());
      variables.subList(mark, variables.size()).clear();
      if (flow == Flow.BREAK) {
        break;
      }
    }
    if (!any && branch.otherwise() != null) {
      return walk(dot, branch.otherwise());
    }
    return Flow.ON;
  }

  private List<Map.Entry<Object, @Nullable Object>> items(Node.Pipe pipe, @Nullable Object value) {
    List<Map.Entry<Object, @Nullable Object>> items = new ArrayList<>();
    switch (value) {
      case null -> {}
      case List<?> list -> list.forEach(item -> items.add(entry((long) items.size(), item)));
      case Map<?, ?> map ->
          GoFormat.sorted(map).forEach((key, item) -> items.add(entry(key, item)));

      case Long count -> {
        if (pipe.declared().size() > 1) {
          throw error("can't use " + count + " to iterate over more than one variable");
        }
        for (long i = 0; i < count; i++) {
          items.add(entry(i, i));
        }
      }
      default -> {
        if (!(value instanceof Absent)) {
          throw error("range can't iterate over " + GoFormat.print(value));
        }
      }
    }
    return items;
  }

  private static Map.Entry<Object, @Nullable Object> entry(Object key, @Nullable Object value) {
    return new java.util.AbstractMap.SimpleImmutableEntry<>(key, value);
  }

  /**
   * The pipeline has pushed its variables with the whole value; each round gives them the item, and
   * its index if there are two.
   */
  private void bind(Node.Pipe pipe, Object index, @Nullable Object item) {
    List<Node.Variable> names = pipe.declared();
    if (names.isEmpty()) {
      return;
    }
    set(names.getLast().names().getFirst(), item);
    if (names.size() > 1) {
      set(names.getFirst().names().getFirst(), index);
    }
  }

  private void call(@Nullable Object dot, Node.Call call) throws IOException {
    Node.Sequence body = templates.get(call.name());
    if (body == null) {
      throw error("template " + GoQuote.quote(call.name()) + " not defined");
    }
    if (++depth > MAX_DEPTH) {
      throw error("exceeded maximum template depth (" + MAX_DEPTH + ")");
    }
    Object argument = call.pipe() == null ? GoValue.ABSENT : pipeline(dot, call.pipe());
    List<Binding> outer = variables;
    String outerName = name;
    variables = new ArrayList<>(List.of(new Binding("$", argument)));
    name = call.name();
    walk(argument, body);
    variables = outer;
    name = outerName;
    depth--;
  }

  private @Nullable Object pipeline(@Nullable Object dot, Node.Pipe pipe) {
    at = pipe;
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
        set(variableName, value);
      } else {
        variables.add(new Binding(variableName, value));
      }
    }
    return value;
  }

  private @Nullable Object command(
      @Nullable Object dot, Node.Command command, @Nullable Object piped) {
    Node first = command.args().getFirst();
    return switch (first) {
      case Node.Field field -> field(dot, field, command.args(), piped);
      case Node.Chain chain -> chain(dot, chain, command.args(), piped);
      case Node.Identifier identifier -> function(dot, identifier, command, command.args(), piped);
      case Node.Variable variable -> variable(dot, variable, command.args(), piped);
      case Node.Pipe pipe -> {
        notAFunction(command.args(), piped);
        yield pipeline(dot, pipe);
      }
      default -> {
        at = first;
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
      case Node.Nil _ -> throw error("nil is not a command");
      default -> throw error("can't evaluate command " + GoQuote.quote(node.toString()));
    };
  }

  private void notAFunction(List<Node> args, @Nullable Object piped) {
    if (args.size() > 1 || !(piped instanceof NothingPiped)) {
      throw error("can't give argument to non-function " + args.getFirst());
    }
  }

  private @Nullable Object field(
      @Nullable Object dot, Node.Field field, List<Node> args, @Nullable Object piped) {
    at = field;
    return fields(dot, dot, field, field.names(), args, piped);
  }

  private @Nullable Object chain(
      @Nullable Object dot, Node.Chain chain, List<Node> args, @Nullable Object piped) {
    at = chain;
    if (chain.operand() instanceof Node.Nil) {
      throw error("indirection through explicit nil in " + chain);
    }
    Object receiver = argument(dot, GoFunction.Type.ANY, chain.operand());
    return fields(dot, receiver, chain, chain.names(), args, piped);
  }

  private @Nullable Object variable(
      @Nullable Object dot, Node.Variable variable, List<Node> args, @Nullable Object piped) {
    at = variable;
    Object value = find(variable.names().getFirst()).value;
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
        throw error("nil data; no entry for key " + GoQuote.quote(field));
      }
      return GoValue.ABSENT;
    }
    if (receiver == null) {
      throw error("nil pointer evaluating " + staticType + "." + field);
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
        throw error(field + " is not a method but has arguments");
      }
      if (!map.containsKey(field) && missingKeyFails) {
        throw error("map has no entry for key " + GoQuote.quote(field));
      }
      return map.containsKey(field) ? GoValue.of(map.get(field)) : GoValue.ABSENT;
    }
    throw error(
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
      throw error("can't evaluate field " + field + " in type " + struct.type());
    }
    if (args.size() > 1 || !(piped instanceof NothingPiped)) {
      throw error(field + " has arguments but cannot be invoked as function");
    }
    return value;
  }

  private @Nullable Object function(
      @Nullable Object dot,
      Node.Identifier identifier,
      Node node,
      List<Node> args,
      @Nullable Object piped) {
    at = identifier;
    GoFunction function = functions.get(identifier.name());
    if (function == null) {
      throw error(GoQuote.quote(identifier.name()) + " is not a defined function");
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
      throw error(miscount);
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
      at = node;
      throw error(
          "error calling call: non-function "
              + given.getFirst()
              + " of type "
              + GoValue.type(values.getFirst()));
    }
    try {
      return GoValue.of(function.body().call(new GoArguments(values)));
    } catch (IllegalArgumentException e) {
      at = node;
      throw error("error calling " + called + ": " + e.getMessage());
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
    at = node;
    return switch (node) {
      case Node.Dot _ -> checked(dot, type);
      case Node.Nil _ -> {
        if (type == GoFunction.Type.STRING || type == GoFunction.Type.INT) {
          throw error("cannot assign nil to " + type.goName);
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
      default -> throw error("can't handle assignment of " + node + " to empty interface argument");
    };
  }

  private Object constant(Node.Constant constant) {
    if (constant.value() instanceof BigInteger) {
      throw error(constant + " overflows int");
    }
    return constant.value();
  }

  private Object literal(GoFunction.Type wanted, Node node, Object value, GoFunction.Type own) {
    if (wanted == GoFunction.Type.STRINGS) {
      throw error("can't handle " + node + " for arg of type []string");
    }
    if (wanted != GoFunction.Type.ANY
        && (wanted != own || (own == GoFunction.Type.INT && !(value instanceof Long)))) {
      throw error(
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
      throw error(
          value == null
              ? "wrong type for value; expected " + type.goName + "; got interface {}"
              : "invalid value; expected " + type.goName);
    }
    throw error("wrong type for value; expected " + type.goName + "; got " + GoValue.type(value));
  }

  private Binding find(String variable) {
    for (int i = variables.size() - 1; i >= 0; i--) {
      if (variables.get(i).name.equals(variable)) {
        return variables.get(i);
      }
    }
    throw error("undefined variable: " + variable);
  }

  private void set(String variable, @Nullable Object value) {
    find(variable).value = value;
  }

  private TemplateException error(String message) {
    if (at == null) {
      return new TemplateException("template: " + root + ": " + message);
    }
    String before = text.substring(0, Math.min(at.pos(), text.length()));
    int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
    // Go counts the column in bytes, from 0 on the first line and from 0 after a line break on the
    // others.
    String lastLine = before.substring(before.lastIndexOf('\n') + 1);
    int column = lastLine.getBytes(StandardCharsets.UTF_8).length;
    return new TemplateException(
        "template: "
            + root
            + ":"
            + line
            + ":"
            + column
            + ": executing "
            + GoQuote.quote(name)
            + " at <"
            + at
            + ">: "
            + message);
  }
}
