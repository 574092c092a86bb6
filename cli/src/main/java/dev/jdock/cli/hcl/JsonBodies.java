package dev.jdock.cli.hcl;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.jdock.cli.hcl.Body.Attribute;
import dev.jdock.cli.hcl.Body.Block;
import dev.jdock.cli.hcl.Expression.Literal;
import dev.jdock.cli.hcl.Expression.ObjectOf;
import dev.jdock.cli.hcl.Expression.TupleOf;
import dev.jdock.image.oci.JsonFlaw;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the language's JSON syntax: members are attributes, but those that are known to be blocks,
 * and strings are templates.
 */
public final class JsonBodies {
  private static final JsonFactory JSON = new JsonFactory();

  private final SourceFile file;

  /** Types of blocks, and how many labels each has. */
  private final Map<String, Integer> labels;

  private JsonBodies(SourceFile file, Map<String, Integer> labels) {
    this.file = file;
    this.labels = labels;
  }

  /** A JSON value with its place. */
  private sealed interface Node {
    Range range();

    record Leaf(Value value, Range range) implements Node {}

    record Words(String text, Range range) implements Node {}

    record Array(List<Node> items, Range range) implements Node {}

    record Members(List<Named> members, Range range) implements Node {}

    record Named(String name, Range range, Node value) {}
  }

  /**
   * Reads a whole file.
   *
   * @param labels how many labels the blocks of a type have, wherever they stand
   * @throws HclException at the first fault
   */
  public static Body parse(SourceFile file, Map<String, Integer> labels) {
    var reader = new JsonBodies(file, labels);
    try (JsonParser json = JSON.createParser(file.text())) {
      json.nextToken();
      Node root = reader.node(json);
      JsonToken more = json.nextToken();
      if (more != null || !(root instanceof Node.Members)) {
        throw new HclException(
            root.range(), "Invalid JSON", "The root of a JSON file must be one object.");
      }
      return reader.body(root);
    } catch (JsonProcessingException e) {
      int at = (int) Math.min(file.text().length(), e.getLocation().getCharOffset());
      throw new HclException(
          new Range(file, Math.max(0, at - 1), at), "Invalid JSON", JsonFlaw.of(e));
    } catch (IOException e) {
      throw new IllegalStateException("a text cannot fail to be read", e);
    }
  }

  private Node node(JsonParser json) throws IOException {
    int start = offset(json.currentTokenLocation());
    JsonToken token = json.currentToken();
    return switch (token) {
      case START_OBJECT -> {
        var members = new ArrayList<Node.Named>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
          Range name = range(offset(json.currentTokenLocation()), json);
          String key = json.currentName();
          json.nextToken();
          members.add(new Node.Named(key, name, node(json)));
        }
        yield new Node.Members(members, range(start, json));
      }
      case START_ARRAY -> {
        var items = new ArrayList<Node>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          items.add(node(json));
        }
        yield new Node.Array(items, range(start, json));
      }
      case VALUE_STRING -> {
        String text = json.getText();
        yield new Node.Words(text, range(start, json));
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
        BigDecimal number = Numbers.parse(json.getText());
        Range range = range(start, json);
        if (number == null) {
          throw new HclException(range, "Invalid JSON number", "The number is out of range.");
        }
        yield new Node.Leaf(new Value.Num(number), range);
      }
      case VALUE_TRUE -> new Node.Leaf(new Value.Bool(true), range(start, json));
      case VALUE_FALSE -> new Node.Leaf(new Value.Bool(false), range(start, json));
      case VALUE_NULL -> new Node.Leaf(new Value.Null(), range(start, json));
      case null, default ->
          throw new HclException(range(start, json), "Invalid JSON", "A value is required here.");
    };
  }

  private Range range(int start, JsonParser json) {
    return new Range(file, start, Math.max(start, offset(json.currentLocation())));
  }

  private int offset(JsonLocation location) {
    return Math.clamp(location.getCharOffset(), 0, file.text().length());
  }

  private Body body(Node node) {
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    List<Block> blocks = new ArrayList<>();
    for (Node.Named member : members(node)) {
      Integer levels = labels.get(member.name());
      if (member.name().equals("//")) {
        continue;
      }
      if (levels != null) {
        blocks(member, levels, new ArrayList<>(), new ArrayList<>(), member.value(), blocks);
      } else {
        attributes.put(
            member.name(),
            new Attribute(member.name(), expression(member.value()), member.range()));
      }
    }
    return new Body(attributes, blocks);
  }

  private List<Node.Named> members(Node node) {
    return switch (node) {
      case Node.Members object -> object.members();
      case Node.Array array -> array.items().stream().flatMap(n -> members(n).stream()).toList();
      case Node.Leaf _, Node.Words _ ->
          throw new HclException(
              node.range(), "Incorrect JSON value type", "A JSON object is required here.");
    };
  }

  private void blocks(
      Node.Named type,
      int levels,
      List<String> names,
      List<Range> ranges,
      Node node,
      List<Block> found) {
    if (levels == 0) {
      List<Node> bodies = node instanceof Node.Array array ? array.items() : List.of(node);
      for (Node each : bodies) {
        found.add(
            new Block(
                type.name(), List.copyOf(names), body(each), type.range(), List.copyOf(ranges)));
      }
      return;
    }
    for (Node.Named member : members(node)) {
      names.add(member.name());
      ranges.add(member.range());
      blocks(type, levels - 1, names, ranges, member.value(), found);
      names.removeLast();
      ranges.removeLast();
    }
  }

  private Expression expression(Node node) {
    return switch (node) {
      case Node.Leaf(Value value, Range range) -> new Literal(value, range);
      case Node.Words(String text, Range range) -> template(text, range);
      case Node.Array(List<Node> items, Range range) ->
          new TupleOf(items.stream().map(this::expression).toList(), range);
      case Node.Members(List<Node.Named> members, Range range) ->
          new ObjectOf(
              members.stream()
                  .map(m -> new ObjectOf.Item(template(m.name(), m.range()), expression(m.value())))
                  .toList(),
              range);
    };
  }

  private Expression template(String text, Range place) {
    return new TemplateParser(
            new Cursor(new SourceFile(file.name(), text), 0, text.length(), place))
        .all();
  }

  /** The words of an array, which in JSON are strings, as {@code params} has them. */
  static Expression variable(Expression expression) {
    return expression instanceof Literal(Value.Text(String text), Range range)
        ? new Expression.Variable(text, range)
        : expression;
  }
}
