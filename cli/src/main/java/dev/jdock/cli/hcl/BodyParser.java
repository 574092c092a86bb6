package dev.jdock.cli.hcl;

import dev.jdock.cli.hcl.Body.Attribute;
import dev.jdock.cli.hcl.Body.Block;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a file in the language's own syntax: attributes and blocks. */
public final class BodyParser {
  private final Cursor cursor;

  private BodyParser(SourceFile file) {
    int start = file.text().startsWith("\uFEFF") ? 1 : 0;
    this.cursor = new Cursor(file, start, file.text().length());
  }

  /**
   * Reads a whole file.
   *
   * @throws HclException at the first fault
   */
  public static Body parse(SourceFile file) {
    var parser = new BodyParser(file);
    Body body = parser.body();
    if (!parser.cursor.atEnd()) {
      throw new HclException(
          parser.cursor.here(),
          "Argument or block definition required",
          "An argument or block definition is required here.");
    }
    return body;
  }

  private Body body() {
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    List<Block> blocks = new ArrayList<>();
    cursor.skipWithNewlines();
    while (!cursor.atEnd() && cursor.peek() != '}') {
      int before = blocks.size();
      item(attributes, blocks);
      cursor.skip();
      // The brace of the block around this one may not stand here either.
      if (!cursor.atEnd() && cursor.peek() != '\n') {
        boolean block = blocks.size() > before;
        throw new HclException(
            cursor.here(),
            "Missing newline after " + (block ? "block definition" : "argument"),
            (block ? "A block" : "An argument") + " definition must end with a newline.");
      }
      cursor.skipWithNewlines();
    }
    return new Body(attributes, blocks);
  }

  private void item(Map<String, Attribute> attributes, List<Block> blocks) {
    int start = cursor.at();
    String name = cursor.word();
    if (name.isEmpty()) {
      throw new HclException(
          cursor.here(),
          "Argument or block definition required",
          "An argument or block definition is required here.");
    }
    Range nameRange = cursor.since(start);
    cursor.skip();
    if (cursor.peek() == '=' && cursor.peek(1) != '=') {
      put(attributes, attribute(name, nameRange));
    } else {
      blocks.add(block(name, start));
    }
  }

  private static void put(Map<String, Attribute> attributes, Attribute attribute) {
    Attribute earlier = attributes.putIfAbsent(attribute.name(), attribute);
    if (earlier != null) {
      throw new HclException(
          attribute.nameRange(),
          "Attribute redefined",
          "The argument \""
              + attribute.name()
              + "\" was already set at "
              + earlier.nameRange()
              + ". Each argument may be set only once.");
    }
  }

  private Attribute attribute(String name, Range nameRange) {
    cursor.next();
    return new Attribute(name, new ExpressionParser(cursor).parse(), nameRange);
  }

  private Block block(String type, int start) {
    var labels = new ArrayList<String>();
    var ranges = new ArrayList<Range>();
    while (cursor.peek() != '{') {
      int labelStart = cursor.at();
      labels.add(label());
      ranges.add(cursor.since(labelStart));
      cursor.skip();
    }
    Range header = cursor.here();
    cursor.next();
    cursor.enter(true);
    cursor.skip();
    Body body = cursor.peek() == '\n' ? body() : oneLine();
    if (!cursor.take("}")) {
      throw new HclException(
          new Range(cursor.file(), start, header.end()),
          "Unclosed configuration block",
          "There is no closing brace for this block before the end of the file.");
    }
    cursor.leave();
    return new Block(type, labels, body, header, ranges);
  }

  private String label() {
    if (cursor.peek() == '"') {
      Expression text = new TemplateParser(cursor).quoted();
      String value = BodyParser.plain(text);
      if (value != null) {
        return value;
      }
      throw new HclException(
          text.range(),
          "Invalid string literal",
          "Template sequences are not allowed in this string.");
    }
    String word = cursor.word();
    if (word.isEmpty()) {
      throw new HclException(
          cursor.here(),
          "Invalid block definition",
          "Either a quoted string block label or an opening brace (\"{\") is expected here.");
    }
    return word;
  }

  /** The text of a template without anything inserted; null for others. */
  static @Nullable String plain(Expression text) {
    return switch (text) {
      case Expression.Literal(Value.Text(String value), _) -> value;
      case Expression.Template(List<Expression> parts, _) ->
          parts.size() == 1 && parts.getFirst() instanceof Expression.Literal literal
              ? plain(literal)
              : null;
      default -> null;
    };
  }

  /** {@code { name = value }}: one attribute at most. */
  private Body oneLine() {
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    if (cursor.peek() == '}') {
      return new Body(attributes, List.of());
    }
    int start = cursor.at();
    String name = cursor.word();
    Range range = cursor.since(start);
    cursor.skip();
    if (name.isEmpty() || cursor.peek() != '=') {
      throw new HclException(
          name.isEmpty() ? cursor.here() : range,
          "Invalid single-argument block definition",
          "A single-line block definition can contain only a single argument. If you meant to"
              + " define argument, use an equals sign to assign it a value. To define a nested"
              + " block, place it on a line of its own within its parent block.");
    }
    Attribute attribute = attribute(name, range);
    cursor.skip();
    if (cursor.peek() != '}') {
      throw new HclException(
          cursor.here(),
          "Invalid single-argument block definition",
          "An argument definition on the same line as its containing block creates a single-line"
              + " block definition, which must also be closed on the same line. Place the block's"
              + " closing brace immediately after the argument definition.");
    }
    attributes.put(name, attribute);
    return new Body(attributes, List.of());
  }
}
