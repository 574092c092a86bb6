package dev.jdock.runtime.template;

import dev.jdock.runtime.template.Token.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Recursive descent over the tokens of one template; the wording of its errors is that of Go's
 * text/template/parse.
 */
final class Parser {
  private final String name;
  private final List<Token> tokens;
  private final Predicate<String> knownFunction;
  private final Map<String, Node.Sequence> defined = new HashMap<>();
  private List<String> variables = new ArrayList<>(List.of("$"));
  private int next;
  private int rangeDepth;
  private int actionLine;

  private Parser(String name, List<Token> tokens, Predicate<String> knownFunction) {
    this.name = name;
    this.tokens = tokens;
    this.knownFunction = knownFunction;
  }

  /** The templates of a text by name, its own included. */
  static Map<String, Node.Sequence> parse(
      String name, String text, Predicate<String> knownFunction) {
    Parser parser = new Parser(name, Lexer.tokens(text), knownFunction);
    Node.Sequence root = parser.root();
    Map<String, Node.Sequence> all = new HashMap<>(parser.defined);
    all.put(name, root);
    return all;
  }

  private Node.Sequence root() {
    int pos = peek().pos();
    List<Node> nodes = new ArrayList<>();
    while (!peek().is(Kind.EOF)) {
      if (peek().is(Kind.LEFT_DELIM)) {
        int mark = next;
        take();
        if (takeNonSpace().is(Kind.DEFINE)) {
          define();
          continue;
        }
        next = mark;
      }
      Node node = textOrAction();
      if (node instanceof Node.End || node instanceof Node.Else) {
        throw error("unexpected " + node);
      }
      nodes.add(node);
    }
    return new Node.Sequence(pos, nodes);
  }

  private void define() {
    String context = "define clause";
    String defines = templateName(takeNonSpace(), context);
    expect(Kind.RIGHT_DELIM, context);
    add(defines, inNewScope(context));
  }

  /** A later definition replaces an earlier one only if one of them is empty. */
  private void add(String defines, Node.Sequence body) {
    Node.Sequence known = defined.get(defines);
    if (known != null && !blank(known) && !blank(body)) {
      throw error("template: multiple definition of template " + GoQuote.quote(defines));
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
      throw error("unexpected " + list.end + " in " + context);
    }
    variables = outer;
    return list.sequence;
  }

  private record ListEnd(Node.Sequence sequence, Node end) {}

  private ListEnd list() {
    int pos = peekNonSpace().pos();
    List<Node> nodes = new ArrayList<>();
    while (!peekNonSpace().is(Kind.EOF)) {
      Node node = textOrAction();
      if (node instanceof Node.End || node instanceof Node.Else) {
        return new ListEnd(new Node.Sequence(pos, nodes), node);
      }
      nodes.add(node);
    }
    throw error("unexpected EOF");
  }

  private Node textOrAction() {
    Token token = takeNonSpace();
    return switch (token.kind()) {
      case TEXT -> new Node.Text(token.pos(), token.text());
      case LEFT_DELIM -> {
        actionLine = token.line();
        Node action = action();
        actionLine = 0;
        yield action;
      }
      default -> throw unexpected(token, "input");
    };
  }

  private Node action() {
    int mark = next;
    Token token = takeNonSpace();
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
      case END -> new Node.End(expect(Kind.RIGHT_DELIM, "end").pos());
      case IF, RANGE, WITH -> control(token.kind());
      case TEMPLATE -> call();
      default -> {
        next = mark;
        yield new Node.Action(peek().pos(), pipeline("command", Kind.RIGHT_DELIM));
      }
    };
  }

  private void leaveRange(String what) {
    Token token = takeNonSpace();
    if (!token.is(Kind.RIGHT_DELIM)) {
      throw unexpected(token, what);
    }
    if (rangeDepth == 0) {
      throw error(what + " outside {{range}}");
    }
  }

  private Node otherwise() {
    skipSpace();
    Token token = peek();
    if (token.is(Kind.IF) || token.is(Kind.WITH)) {
      return new Node.Else(token.pos());
    }
    return new Node.Else(expect(Kind.RIGHT_DELIM, "else").pos());
  }

  private Node control(Kind kind) {
    String context = kind.name().toLowerCase(java.util.Locale.ROOT);
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
    if (kind != Kind.RANGE && peek().is(kind)) {
      take();
      return new Node.Sequence(pos, List.of(control(kind)));
    }
    ListEnd list = list();
    if (!(list.end instanceof Node.End)) {
      throw error("expected end; found " + list.end);
    }
    return list.sequence;
  }

  private Node call() {
    String context = "template clause";
    Token token = takeNonSpace();
    String called = templateName(token, context);
    Node.Pipe pipe = null;
    if (peekNonSpace().is(Kind.RIGHT_DELIM)) {
      takeNonSpace();
    } else {
      pipe = pipeline(context, Kind.RIGHT_DELIM);
    }
    return new Node.Call(token.pos(), called, pipe);
  }

  private Node block() {
    String context = "block clause";
    Token token = takeNonSpace();
    String defines = templateName(token, context);
    Node.Pipe pipe = pipeline(context, Kind.RIGHT_DELIM);
    add(defines, inNewScope(context));
    return new Node.Call(token.pos(), defines, pipe);
  }

  private String templateName(Token token, String context) {
    if (token.is(Kind.STRING) || token.is(Kind.RAW_STRING)) {
      return unquote(token.text());
    }
    throw unexpected(token, context);
  }

  private Node.Pipe pipeline(String context, Kind end) {
    int pos = peekNonSpace().pos();
    List<Node.Variable> declared = new ArrayList<>();
    boolean assign = declarations(context, declared);
    List<Node.Command> commands = new ArrayList<>();
    while (true) {
      int mark = next;
      Token token = takeNonSpace();
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
          next = mark;
          commands.add(command());
        }
        default -> throw unexpected(token, context);
      }
    }
  }

  /** Returns whether the variables are assigned rather than declared. */
  private boolean declarations(String context, List<Node.Variable> declared) {
    while (peekNonSpace().is(Kind.VARIABLE)) {
      int mark = next;
      Token variable = takeNonSpace();
      Token after = peekNonSpace();
      boolean comma = after.is(Kind.CHAR) && after.text().equals(",");
      if (!comma && !after.is(Kind.ASSIGN) && !after.is(Kind.DECLARE)) {
        next = mark;
        return false;
      }
      takeNonSpace();
      declared.add(new Node.Variable(variable.pos(), List.of(variable.text())));
      variables.add(variable.text());
      if (!comma) {
        return after.is(Kind.ASSIGN);
      }
      if (!context.equals("range") || declared.size() >= 2) {
        throw error("too many declarations in " + context);
      }
      switch (peekNonSpace().kind()) {
        case VARIABLE, RIGHT_DELIM, RIGHT_PAREN -> {}
        default -> throw error("range can only initialize variables");
      }
    }
    return false;
  }

  private void check(List<Node.Command> commands, String context) {
    if (commands.isEmpty()) {
      throw error("missing value for " + context);
    }
    for (int i = 1; i < commands.size(); i++) {
      switch (commands.get(i).args().getFirst()) {
        case Node.Constant _, Node.Dot _, Node.Nil _, Node.Str _ ->
            throw error("non executable command in pipeline stage " + (i + 1));
        default -> {}
      }
    }
  }

  private Node.Command command() {
    int pos = peekNonSpace().pos();
    List<Node> args = new ArrayList<>();
    while (true) {
      peekNonSpace();
      skipSpace();
      Node operand = operand();
      if (operand != null) {
        args.add(operand);
      }
      Token token = take();
      switch (token.kind()) {
        case SPACE -> {
          continue;
        }
        case RIGHT_DELIM, RIGHT_PAREN -> next--;
        case PIPE -> {}
        default -> throw unexpected(token, "operand");
      }
      break;
    }
    if (args.isEmpty()) {
      throw error("empty command");
    }
    return new Node.Command(pos, args);
  }

  private @Nullable Node operand() {
    Node node = term();
    if (node == null || !peek().is(Kind.FIELD)) {
      return node;
    }
    int pos = peek().pos();
    List<String> names = new ArrayList<>();
    while (peek().is(Kind.FIELD)) {
      names.add(take().text().substring(1));
    }
    return switch (node) {
      case Node.Field field -> new Node.Field(pos, joined(field.names(), names));
      case Node.Variable variable -> new Node.Variable(pos, joined(variable.names(), names));
      case Node.Constant _, Node.Str _, Node.Nil _, Node.Dot _ ->
          throw error("unexpected . after term " + GoQuote.quote(node.toString()));
      default -> new Node.Chain(pos, node, names);
    };
  }

  private static List<String> joined(List<String> left, List<String> right) {
    List<String> all = new ArrayList<>(left);
    all.addAll(right);
    return all;
  }

  private @Nullable Node term() {
    int mark = next;
    Token token = takeNonSpace();
    int pos = token.pos();
    return switch (token.kind()) {
      case IDENTIFIER -> {
        if (!knownFunction.test(token.text())) {
          throw error("function " + GoQuote.quote(token.text()) + " not defined");
        }
        yield new Node.Identifier(pos, token.text());
      }
      case DOT -> new Node.Dot(pos);
      case NIL -> new Node.Nil(pos);
      case VARIABLE -> {
        if (!variables.contains(token.text())) {
          throw error("undefined variable " + GoQuote.quote(token.text()));
        }
        yield new Node.Variable(pos, List.of(token.text()));
      }
      case FIELD -> new Node.Field(pos, List.of(token.text().substring(1)));
      case BOOL -> new Node.Constant(pos, token.text(), token.text().equals("true"));
      case CHAR_CONSTANT -> new Node.Constant(pos, token.text(), character(token.text()));
      case NUMBER -> new Node.Constant(pos, token.text(), number(token.text()));
      case LEFT_PAREN -> pipeline("parenthesized pipeline", Kind.RIGHT_PAREN);
      case STRING, RAW_STRING -> new Node.Str(pos, token.text(), unquote(token.text()));
      default -> {
        next = mark;
        yield null;
      }
    };
  }

  private String unquote(String literal) {
    try {
      return GoQuote.unquote(literal);
    } catch (IllegalArgumentException e) {
      throw error("invalid syntax");
    }
  }

  private Object character(String literal) {
    String text = unquote(literal);
    if (text.isEmpty()) {
      throw error("invalid syntax");
    }
    if (text.codePointCount(0, text.length()) != 1) {
      throw error("malformed character constant: " + literal);
    }
    return (long) text.codePointAt(0);
  }

  private Object number(String literal) {
    try {
      return GoNumber.parse(literal);
    } catch (NumberFormatException e) {
      throw error(
          e.getMessage() != null && e.getMessage().equals("overflow")
              ? "integer overflow: " + GoQuote.quote(literal)
              : "illegal number syntax: " + GoQuote.quote(literal));
    }
  }

  private Token peek() {
    return tokens.get(next);
  }

  private Token take() {
    Token token = tokens.get(next);
    // The last token, an error or the end, can be read again and again.
    if (next < tokens.size() - 1) {
      next++;
    }
    return token;
  }

  private void skipSpace() {
    while (peek().is(Kind.SPACE)) {
      take();
    }
  }

  private Token takeNonSpace() {
    skipSpace();
    return take();
  }

  private Token peekNonSpace() {
    int at = next;
    while (tokens.get(at).is(Kind.SPACE)) {
      at++;
    }
    return tokens.get(at);
  }

  private Token expect(Kind kind, String context) {
    Token token = takeNonSpace();
    if (!token.is(kind)) {
      throw unexpected(token, context);
    }
    return token;
  }

  private TemplateException unexpected(Token token, String context) {
    if (!token.is(Kind.ERROR)) {
      return error(token.line(), "unexpected " + token + " in " + context);
    }
    String extra = "";
    if (actionLine != 0 && actionLine != token.line()) {
      extra = (token.text().endsWith(" action") ? "" : " in action") + " started at :" + actionLine;
    }
    return error(token.line(), token + extra);
  }

  private TemplateException error(String message) {
    return error(tokens.get(Math.max(0, next - 1)).line(), message);
  }

  private TemplateException error(int line, String message) {
    return new TemplateException("template: " + name + ":" + line + ": " + message);
  }
}
