package dev.jdock.runtime.template;

import dev.jdock.image.text.GoQuote;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where an execution is: the templates and functions there are, the variables that can be seen, and
 * the node that an error is about.
 */
final class Frame {
  private final String root;
  private final String text;
  private final Map<String, Node.Sequence> templates;
  private final Map<String, GoFunction> functions;
  private final Deque<Caller> callers = new ArrayDeque<>();
  private List<Binding> variables = new ArrayList<>();
  private @Nullable Node at;
  private String name;

  /** A variable, which inner scopes may set. */
  static final class Binding {
    private final String name;
    private @Nullable Object value;

    private Binding(String name, @Nullable Object value) {
      this.name = name;
      this.value = value;
    }

    @Nullable Object value() {
      return value;
    }
  }

  private record Caller(String name, List<Binding> variables) {}

  /**
   * @param root the text's own name
   */
  Frame(
      String root,
      String text,
      Map<String, Node.Sequence> templates,
      Map<String, GoFunction> functions) {
    this.root = root;
    this.name = root;
    this.text = text;
    this.templates = templates;
    this.functions = functions;
  }

  Node.@Nullable Sequence body() {
    return templates.get(root);
  }

  Node.@Nullable Sequence template(String called) {
    return templates.get(called);
  }

  @Nullable GoFunction function(String called) {
    return functions.get(called);
  }

  /** The node that errors are about from now on. */
  void at(Node node) {
    at = node;
  }

  /** Another template, which sees its argument only. */
  void enter(String called, @Nullable Object argument) {
    callers.push(new Caller(name, variables));
    variables = new ArrayList<>();
    declare("$", argument);
    name = called;
  }

  void leave() {
    Caller caller = callers.pop();
    variables = caller.variables();
    name = caller.name();
  }

  void declare(String variable, @Nullable Object value) {
    variables.add(new Binding(variable, value));
  }

  /** How many variables there are, for {@link #rewind}. */
  int mark() {
    return variables.size();
  }

  void rewind(int mark) {
    variables.subList(mark, variables.size()).clear();
  }

  Binding find(String variable) {
    for (int i = variables.size() - 1; i >= 0; i--) {
      if (variables.get(i).name.equals(variable)) {
        return variables.get(i);
      }
    }
    throw error("undefined variable: " + variable);
  }

  void set(String variable, @Nullable Object value) {
    find(variable).value = value;
  }

  TemplateException error(String message) {
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
