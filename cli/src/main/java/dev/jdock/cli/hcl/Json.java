package dev.jdock.cli.hcl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.jdock.image.oci.JsonFlaw;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;

/** Values as JSON, and JSON as values. */
public final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /** As Go's encoder writes it, which marks what HTML would misread. */
  public static String text(Value value) {
    try {
      return MAPPER
          .writeValueAsString(node(value))
          .replace("<", "\\u003c")
          .replace(">", "\\u003e")
          .replace("&", "\\u0026");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode node(Value value) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (value) {
      case Value.Text text -> nodes.textNode(text.text());
      case Value.Num number ->
          number.number().stripTrailingZeros().scale() <= 0
              ? nodes.numberNode(number.number().toBigInteger())
              : nodes.numberNode(number.number().stripTrailingZeros());
      case Value.Bool bool -> nodes.booleanNode(bool.flag());
      case Value.Null _, Value.Deferred _ -> nodes.nullNode();
      case Value.Items items -> {
        var array = nodes.arrayNode();
        items.values().forEach(item -> array.add(node(item)));
        yield array;
      }
      case Value.Members members -> {
        var object = nodes.objectNode();
        members.values().forEach((name, member) -> object.set(name, node(member)));
        yield object;
      }
    };
  }

  /**
   * @param place of what asks for it, for the error
   */
  public static Value parse(String json, Range place) {
    try {
      return value(MAPPER.readTree(json), place);
    } catch (JsonProcessingException e) {
      throw new HclException(place, "Invalid JSON", JsonFlaw.of(e));
    }
  }

  private static Value value(JsonNode node, Range place) {
    return switch (node.getNodeType()) {
      case STRING -> Value.of(node.textValue());
      case NUMBER -> {
        if (!Numbers.fits(node.decimalValue())) {
          throw new HclException(place, "Invalid JSON", "The number is out of range.");
        }
        yield new Value.Num(node.decimalValue());
      }
      case BOOLEAN -> Value.of(node.booleanValue());
      case ARRAY -> {
        var items = new ArrayList<Value>();
        node.forEach(item -> items.add(value(item, place)));
        yield Value.tuple(items);
      }
      case OBJECT -> {
        Map<String, Value> members = new TreeMap<>();
        node.properties().forEach(e -> members.put(e.getKey(), value(e.getValue(), place)));
        yield Value.object(members);
      }
      default -> new Value.Null();
    };
  }
}
