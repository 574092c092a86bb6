package dev.jdock.runtime.template;

import dev.jdock.image.text.GoQuote;
import dev.jdock.runtime.template.Token.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Recursive descent over one template's tokens; its errors are those of text/template/parse. */
final class Parser {
  private static final int MAX_DEPTH = 150;

  private final TokenCursor cursor;
  private final Predicate<String> knownFunction;
  private final Map<String, Node.Sequence> defined = new HashMap<>();
  private List<String> variables = new ArrayList<>(List.of("$"));
  private int depth;
  private int rangeDepth;

  private Parser(TokenCursor cursor, Predicate<String> knownFunction) {
    this.cursor = cursor;
    this.knownFunction = knownFunction;
  }

  /** The templates of a text by name, its own included. */
  static Map<String, Node.Sequence> parse(
      String name, String text, Predicate<String> knownFunction) {
    Parser parser = new Parser(new TokenCursor(name, Lexer.tokens(text)), knownFunction);
    Node.Sequence root = parser.root();
    Map<String, Node.Sequence> all = new HashMap<>(parser.defined);
    all.put(name, root);
    return all;
  }

  private Node.Sequence root() {
    int pos = cursor.peek().pos();
    List<Node> nodes = new ArrayList<>();
    while (!cursor.peek().is(Kind.EOF)) {
      if (cursor.peek().is(Kind.LEFT_DELIM)) {
        int mark = cursor.mark();
        cursor.take();
        if (cursor.takeNonSpace().is(Kind.DEFINE)) {
          define();
          continue;
        }
        cursor.back(mark);
      }
      Node node = textOrAction();
      if (node instanceof Node.End || node instanceof Node.Else) {
        throw cursor.error("unexpected " + node);
      }
      nodes.add(node);
    }
    return new Node.Sequence(pos, nodes);
  }

  private void define() {
    String context = "define clause";
    String defines = templateName(cursor.takeNonSpace(), context);
    cursor.expect(Kind.RIGHT_DELIM, context);
    add(defines, inNewScope(context));
  }

  /** A later definition replaces an earlier one only if one of them is empty. */
  private void add(String defines, Node.Sequence body) {
    Node.Sequence known = defined.get(defines);
    if (known != null && !blank(known) && !blank(body)) {
      throw cursor.error("template: multiple definition of template " + GoQuote.quote(defines));
    }
    if (known == null || !blank(body)) {
      defined.put(defines, body);
    }
  }

  private static boolean blank(Node.Sequence body) {
    return body.nodes().stream()
        .allMatch(node -> node instanceof Node.Text text && text.text().isBlank());
  }

  private Node.Sequence inNewScope(String context) {
    List<String> outer = variables;
    variables = new ArrayList<>(List.of("$"));
    ListEnd list = list();
    if (!(list.end instanceof Node.End)) {
      throw cursor.error("unexpected " + list.end + " in " + context);
    }
    variables = outer;
    return list.sequence;
  }

  private record ListEnd(Node.Sequence sequence, Node end) {}

  private ListEnd list() {
    int pos = cursor.peekNonSpace().pos();
    List<Node> nodes = new ArrayList<>();
    while (!cursor.peekNonSpace().is(Kind.EOF)) {
      Node node = textOrAction();
      if (node instanceof Node.End || node instanceof Node.Else) {
        return new ListEnd(new Node.Sequence(pos, nodes), node);
      }
      nodes.add(node);
    }
    throw cursor.error("unexpected EOF");
  }

  private Node textOrAction() {
    Token token = cursor.takeNonSpace();
    return switch (token.kind()) {
      case TEXT -> new Node.Text(token.pos(), token.text());
      case LEFT_DELIM -> {
        cursor.action(token.line());
        Node action = action();
        cursor.action(0);
        yield action;
      }
      default -> throw cursor.unexpected(token, "input");
    };
  }

  private Node action() {
    int mark = cursor.mark();
    Token token = cursor.takeNonSpace();
    return switch (token.kind()) {
      case BLOCK -> block();
      case BREAK -> {
        leaveRange("{{break}}");
        yield new Node.Break(token.pos());
      }
      case CONTINUE -> {
        leaveRange("{{continue}}");
        yield new Node.Continue(token.pos());
      }
      case ELSE -> otherwise();
      case END -> new Node.End(cursor.expect(Kind.RIGHT_DELIM, "end").pos());
      case IF, RANGE, WITH -> control(token.kind());
      case TEMPLATE -> call();
      default -> {
        cursor.back(mark);
        yield new Node.Action(cursor.peek().pos(), pipeline("command", Kind.RIGHT_DELIM));
      }
    };
  }

  private void leaveRange(String what) {
    Token token = cursor.takeNonSpace();
    if (!token.is(Kind.RIGHT_DELIM)) {
      throw cursor.unexpected(token, what);
    }
    if (rangeDepth == 0) {
      throw cursor.error(what + " outside {{range}}");
    }
  }

  private Node otherwise() {
    cursor.skipSpace();
    Token token = cursor.peek();
    if (token.is(Kind.IF) || token.is(Kind.WITH)) {
      return new Node.Else(token.pos());
    }
    return new Node.Else(cursor.expect(Kind.RIGHT_DELIM, "else").pos());
  }

  private Node control(Kind kind) {
    deeper();
    Node branch = branch(kind);
    depth--;
    return branch;
  }

  /** The engine's threads have small stacks. */
  private void deeper() {
    if (++depth > MAX_DEPTH) {
      throw cursor.error("max expression depth " + MAX_DEPTH + " exceeded");
    }
  }

  private Node branch(Kind kind) {
    String context = kind.name().toLowerCase(Locale.ROOT);
    int visible = variables.size();
    Node.Pipe pipe = pipeline(context, Kind.RIGHT_DELIM);
    rangeDepth += kind == Kind.RANGE ? 1 : 0;
    ListEnd body = list();
    rangeDepth -= kind == Kind.RANGE ? 1 : 0;
    Node.Sequence otherwise =
        body.end instanceof Node.Else ? elseBranch(kind, body.end.pos()) : null;
    variables.subList(visible, variables.size()).clear();
    return new Node.Branch(pipe.pos(), kind, pipe, body.sequence, otherwise);
  }

  private Node.Sequence elseBranch(Kind kind, int pos) {
    // "else if" and "else with" nest in the else part and share its {{end}}.
    if (kind != Kind.RANGE && cursor.peek().is(kind)) {
      cursor.take();
      return new Node.Sequence(pos, List.of(control(kind)));
    }
    ListEnd list = list();
    if (!(list.end instanceof Node.End)) {
      throw cursor.error("expected end; found " + list.end);
    }
    return list.sequence;
  }

  private Node call() {
    String context = "template clause";
    Token token = cursor.takeNonSpace();
    String called = templateName(token, context);
    Node.Pipe pipe = null;
    if (cursor.peekNonSpace().is(Kind.RIGHT_DELIM)) {
      cursor.takeNonSpace();
    } else {
      pipe = pipeline(context, Kind.RIGHT_DELIM);
    }
    return new Node.Call(token.pos(), called, pipe);
  }

  private Node block() {
    String context = "block clause";
    deeper();
    Token token = cursor.takeNonSpace();
    String defines = templateName(token, context);
    Node.Pipe pipe = pipeline(context, Kind.RIGHT_DELIM);
    add(defines, inNewScope(context));
    depth--;
    return new Node.Call(token.pos(), defines, pipe);
  }

  private String templateName(Token token, String context) {
    if (token.is(Kind.STRING) || token.is(Kind.RAW_STRING)) {
      return cursor.unquote(token.text());
    }
    throw cursor.unexpected(token, context);
  }

  private Node.Pipe pipeline(String context, Kind end) {
    int pos = cursor.peekNonSpace().pos();
    List<Node.Variable> declared = new ArrayList<>();
    boolean assign = declarations(context, declared);
    List<Node.Command> commands = new ArrayList<>();
    while (true) {
      int mark = cursor.mark();
      Token token = cursor.takeNonSpace();
      if (token.is(end)) {
        check(commands, context);
        return new Node.Pipe(pos, assign, declared, commands);
      }
      switch (token.kind()) {
        case BOOL,
            CHAR_CONSTANT,
            DOT,
            FIELD,
            IDENTIFIER,
            NUMBER,
            NIL,
            RAW_STRING,
            STRING,
            VARIABLE,
            LEFT_PAREN -> {
          cursor.back(mark);
          commands.add(command());
        }
        default -> throw cursor.unexpected(token, context);
      }
    }
  }

  /** Returns whether the variables are assigned rather than declared. */
  private boolean declarations(String context, List<Node.Variable> declared) {
    while (cursor.peekNonSpace().is(Kind.VARIABLE)) {
      int mark = cursor.mark();
      Token variable = cursor.takeNonSpace();
      Token after = cursor.peekNonSpace();
      boolean comma = after.is(Kind.CHAR) && after.text().equals(",");
      if (!comma && !after.is(Kind.ASSIGN) && !after.is(Kind.DECLARE)) {
        cursor.back(mark);
        return false;
      }
      cursor.takeNonSpace();
      declared.add(new Node.Variable(variable.pos(), List.of(variable.text())));
      variables.add(variable.text());
      if (!comma) {
        return after.is(Kind.ASSIGN);
      }
      if (!context.equals("range") || declared.size() >= 2) {
        throw cursor.error("too many declarations in " + context);
      }
      switch (cursor.peekNonSpace().kind()) {
        case VARIABLE, RIGHT_DELIM, RIGHT_PAREN -> {}
        default -> throw cursor.error("range can only initialize variables");
      }
    }
    return false;
  }

  private void check(List<Node.Command> commands, String context) {
    if (commands.isEmpty()) {
      throw cursor.error("missing value for " + context);
    }
    for (int i = 1; i < commands.size(); i++) {
      switch (commands.get(i).args().getFirst()) {
        case Node.Constant _, Node.Dot _, Node.Nil _, Node.Str _ ->
            throw cursor.error("non executable command in pipeline stage " + (i + 1));
        default -> {}
      }
    }
  }

  private Node.Command command() {
    int pos = cursor.peekNonSpace().pos();
    List<Node> args = new ArrayList<>();
    while (true) {
      cursor.peekNonSpace();
      cursor.skipSpace();
      Node operand = operand();
      if (operand != null) {
        args.add(operand);
      }
      Token token = cursor.take();
      switch (token.kind()) {
        case SPACE -> {
          continue;
        }
        case RIGHT_DELIM, RIGHT_PAREN -> cursor.back(cursor.mark() - 1);
        case PIPE -> {}
        default -> throw cursor.unexpected(token, "operand");
      }
      break;
    }
    if (args.isEmpty()) {
      throw cursor.error("empty command");
    }
    return new Node.Command(pos, args);
  }

  private @Nullable Node operand() {
    Node node = term();
    if (node == null || !cursor.peek().is(Kind.FIELD)) {
      return node;
    }
    int pos = cursor.peek().pos();
    List<String> names = new ArrayList<>();
    while (cursor.peek().is(Kind.FIELD)) {
      names.add(cursor.take().text().substring(1));
    }
    return switch (node) {
      case Node.Field field -> new Node.Field(pos, joined(field.names(), names));
      case Node.Variable variable -> new Node.Variable(pos, joined(variable.names(), names));
      case Node.Constant _, Node.Str _, Node.Nil _, Node.Dot _ ->
          throw cursor.error("unexpected . after term " + GoQuote.quote(node.toString()));
      default -> new Node.Chain(pos, node, names);
    };
  }

  private static List<String> joined(List<String> left, List<String> right) {
    return Stream.concat(left.stream(), right.stream()).toList();
  }

  private @Nullable Node term() {
    int mark = cursor.mark();
    Token token = cursor.takeNonSpace();
    int pos = token.pos();
    return switch (token.kind()) {
      case IDENTIFIER -> {
        if (!knownFunction.test(token.text())) {
          throw cursor.error("function " + GoQuote.quote(token.text()) + " not defined");
        }
        yield new Node.Identifier(pos, token.text());
      }
      case DOT -> new Node.Dot(pos);
      case NIL -> new Node.Nil(pos);
      case VARIABLE -> {
        if (!variables.contains(token.text())) {
          throw cursor.error("undefined variable " + GoQuote.quote(token.text()));
        }
        yield new Node.Variable(pos, List.of(token.text()));
      }
      case FIELD -> new Node.Field(pos, List.of(token.text().substring(1)));
      case BOOL -> new Node.Constant(pos, token.text(), token.text().equals("true"));
      case CHAR_CONSTANT -> new Node.Constant(pos, token.text(), cursor.character(token.text()));
      case NUMBER -> new Node.Constant(pos, token.text(), cursor.number(token.text()));
      case LEFT_PAREN -> {
        deeper();
        Node.Pipe pipe = pipeline("parenthesized pipeline", Kind.RIGHT_PAREN);
        depth--;
        yield pipe;
      }
      case STRING, RAW_STRING -> new Node.Str(pos, token.text(), cursor.unquote(token.text()));
      default -> {
        cursor.back(mark);
        yield null;
      }
    };
  }
}
