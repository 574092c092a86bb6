package dev.jdock.runtime.template;

import dev.jdock.image.text.GoQuote;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The syntax tree. {@code toString} gives the source form that error messages quote. */
sealed interface Node {
  /** Offset in the template, in characters. */
  int pos();

  record Text(int pos, String text) implements Node {
    @Override
    public String toString() {
      return text;
    }
  }

  record Action(int pos, Pipe pipe) implements Node {
    @Override
    public String toString() {
      return "{{" + pipe + "}}";
    }
  }

  record Pipe(int pos, boolean assign, List<Variable> declared, List<Command> commands)
      implements Node {
    @Override
    public String toString() {
      String left =
          declared.isEmpty()
              ? ""
              : declared.stream().map(Object::toString).collect(Collectors.joining(", "))
                  + (assign ? " = " : " := ");
      return left + commands.stream().map(Object::toString).collect(Collectors.joining(" | "));
    }
  }

  record Command(int pos, List<Node> args) implements Node {
    @Override
    public String toString() {
      return args.stream()
          .map(arg -> arg instanceof Pipe ? "(" + arg + ")" : arg.toString())
          .collect(Collectors.joining(" "));
    }
  }

  record Identifier(int pos, String name) implements Node {
    @Override
    public String toString() {
      return name;
    }
  }

  /** A variable with the fields taken from it; the first name starts with a dollar sign. */
  record Variable(int pos, List<String> names) implements Node {
    @Override
    public String toString() {
      return String.join(".", names);
    }
  }

  record Dot(int pos) implements Node {
    @Override
    public String toString() {
      return ".";
    }
  }

  record Nil(int pos) implements Node {
    @Override
    public String toString() {
      return "nil";
    }
  }

  record Field(int pos, List<String> names) implements Node {
    @Override
    public String toString() {
      return "." + String.join(".", names);
    }
  }

  /** Fields of something that is not itself a field or a variable, as in {@code (index .A 0).B}. */
  record Chain(int pos, Node operand, List<String> names) implements Node {
    @Override
    public String toString() {
      String left = operand instanceof Pipe ? "(" + operand + ")" : operand.toString();
      return left + "." + String.join(".", names);
    }
  }

  /** A boolean, a long or a double. */
  record Constant(int pos, String source, Object value) implements Node {
    @Override
    public String toString() {
      return source;
    }
  }

  record Str(int pos, String quoted, String text) implements Node {
    @Override
    public String toString() {
      return quoted;
    }
  }

  record Sequence(int pos, List<Node> nodes) implements Node {
    @Override
    public String toString() {
      return nodes.stream().map(Object::toString).collect(Collectors.joining());
    }
  }

  /** if, range and with. */
  record Branch(int pos, Token.Kind kind, Pipe pipe, Sequence body, @Nullable Sequence otherwise)
      implements Node {
    @Override
    public String toString() {
      String word = kind.name().toLowerCase(Locale.ROOT);
      return "{{"
          + word
          + " "
          + pipe
          + "}}"
          + body
          + (otherwise == null ? "" : "{{else}}" + otherwise)
          + "{{end}}";
    }
  }

  record Break(int pos) implements Node {
    @Override
    public String toString() {
      return "{{break}}";
    }
  }

  record Continue(int pos) implements Node {
    @Override
    public String toString() {
      return "{{continue}}";
    }
  }

  record Call(int pos, String name, @Nullable Pipe pipe) implements Node {
    @Override
    public String toString() {
      return "{{template " + GoQuote.quote(name) + (pipe == null ? "" : " " + pipe) + "}}";
    }
  }

  /** Ends a list while parsing; never part of a finished tree. */
  record End(int pos) implements Node {
    @Override
    public String toString() {
      return "{{end}}";
    }
  }

  /** Ends a list while parsing; never part of a finished tree. */
  record Else(int pos) implements Node {
    @Override
    public String toString() {
      return "{{else}}";
    }
  }
}
