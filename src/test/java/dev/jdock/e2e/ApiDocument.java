package dev.jdock.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * The published description of the API, made into schemas. In Go's answers every list and map may
 * be null, which the description, Swagger 2.0, does not say.
 */
final class ApiDocument {
  private static final List<String> VERBS = List.of("get", "head", "post", "put", "delete");

  private static final String USUAL = "api/v1.51.yaml";

  private final JsonNode document;
  private final ObjectNode definitions;
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private ApiDocument(JsonNode document) {
    this.document = document;
    this.definitions = new ObjectMapper().createObjectNode();
    for (Map.Entry<String, JsonNode> each : document.path("definitions").properties()) {
      definitions.set(each.getKey(), converted(each.getValue()));
    }
  }

  /** The one of this suite, or the one that {@code jdock.test.description} names. */
  static ApiDocument read() {
    String other = System.getProperty("jdock.test.description", "");
    try (InputStream in =
        other.isEmpty()
            ? Objects.requireNonNull(ApiDocument.class.getResourceAsStream(USUAL))
            : Files.newInputStream(Path.of(other))) {
      return new ApiDocument(new ObjectMapper(new YAMLFactory()).readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With which paths of the described version begin: {@code /v1.51}. */
  String prefix() {
    return document.path("basePath").asText();
  }

  /** Whether it is the version of which there are a daemon's answers. */
  boolean isUsual() {
    return USUAL.equals("api" + prefix() + ".yaml");
  }

  /** Each as {@code GET /containers/{id}/json}. */
  List<String> operations() {
    List<String> operations = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (String verb : VERBS) {
        if (path.getValue().has(verb)) {
          operations.add(verb.toUpperCase(Locale.ROOT) + " " + path.getKey());
        }
      }
    }
    return operations;
  }

  /** The schema of an answer, as the document has it; missing where it has none. */
  JsonNode schema(String operation, int status) {
    String[] words = operation.split(" ", 2);
    return document
        .path("paths")
        .path(words[1])
        .path(words[0].toLowerCase(Locale.ROOT))
        .path("responses")
        .path(Integer.toString(status))
        .path("schema");
  }

  /** The schema of a request's body; missing where it has none. */
  JsonNode body(String operation) {
    String[] words = operation.split(" ", 2);
    for (JsonNode parameter :
        document
            .path("paths")
            .path(words[1])
            .path(words[0].toLowerCase(Locale.ROOT))
            .path("parameters")) {
      if (parameter.path("in").asText().equals("body")) {
        return parameter.path("schema");
      }
    }
    return document.path("nosuch");
  }

  /** The fields of an object, with their schemas. */
  Map<String, JsonNode> properties(JsonNode schema) {
    List<JsonNode> all = new ArrayList<>();
    resolve(schema, all);
    Map<String, JsonNode> properties = new LinkedHashMap<>();
    for (JsonNode each : all) {
      each.path("properties")
          .properties()
          .forEach(field -> properties.put(field.getKey().strip(), field.getValue()));
    }
    return properties;
  }

  /** What in an answer is of another type than the document says. */
  List<String> faults(JsonNode schema, JsonNode answer) {
    ObjectNode whole = (ObjectNode) converted(schema).deepCopy();
    whole.set("$defs", definitions);
    whole.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    Schema compiled = registry.getSchema(whole);
    Collection<Error> errors = compiled.validate(answer);
    return errors.stream().map(Error::toString).toList();
  }

  private JsonNode converted(JsonNode schema) {
    if (schema instanceof ArrayNode list) {
      ArrayNode copy = list.arrayNode();
      list.forEach(each -> copy.add(converted(each)));
      return copy;
    }
    if (!(schema instanceof ObjectNode object)) {
      return schema;
    }
    if (object.path("$ref").isTextual()) {
      ObjectNode either = object.objectNode();
      ArrayNode choices = either.putArray("anyOf");
      choices
          .addObject()
          .put("$ref", object.path("$ref").asText().replace("#/definitions/", "#/$defs/"));
      choices.addObject().put("type", "null");
      return either;
    }
    ObjectNode copy = object.objectNode();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      String name = field.getKey();
      switch (name) {
        case "example", "description", "format", "title", "default" -> {}
        case "additionalProperties" -> {
          if (field.getValue().isObject()) {
            copy.set(name, converted(field.getValue()));
          }
        }
        case "properties" -> {
          ObjectNode properties = copy.putObject(name);
          field
              .getValue()
              .properties()
              .forEach(each -> properties.set(each.getKey().strip(), converted(each.getValue())));
        }
        default -> {
          if (!name.startsWith("x-")) {
            copy.set(
                name,
                field.getValue().isContainerNode()
                    ? converted(field.getValue())
                    : field.getValue());
          }
        }
      }
    }
    String type = object.path("type").asText();
    boolean nullable = object.path("x-nullable").asBoolean();
    if (nullable && !type.isEmpty() || type.equals("array") || type.equals("object")) {
      copy.putArray("type").add(type).add("null");
      if (copy.path("enum") instanceof ArrayNode values) {
        values.addNull();
      }
    }
    return copy;
  }

  /** The fields of an answer: their paths, {@code *} for a key of a map, {@code []} for a list. */
  record Keys(Set<String> known, Set<String> unknown) {}

  Keys keys(JsonNode schema, JsonNode answer) {
    Keys keys = new Keys(new TreeSet<>(), new TreeSet<>());
    walk(List.of(schema), answer, "", keys);
    return keys;
  }

  private void walk(List<JsonNode> schemas, JsonNode value, String path, Keys keys) {
    List<JsonNode> all = new ArrayList<>();
    schemas.forEach(each -> resolve(each, all));
    if (value.isArray()) {
      List<JsonNode> items = new ArrayList<>();
      all.stream().filter(each -> each.has("items")).forEach(each -> items.add(each.path("items")));
      value.forEach(each -> walk(items, each, path + "[]", keys));
    } else if (value.isObject() && !all.isEmpty()) {
      value.properties().forEach(field -> field(all, field, path, keys));
    }
  }

  private void field(
      List<JsonNode> schemas, Map.Entry<String, JsonNode> field, String path, Keys keys) {
    List<JsonNode> named = new ArrayList<>();
    List<JsonNode> others = new ArrayList<>();
    boolean described = false;
    for (JsonNode schema : schemas) {
      described |= schema.has("properties");
      for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
        if (property.getKey().strip().equals(field.getKey())) {
          named.add(property.getValue());
        }
      }
      if (schema.path("additionalProperties").isObject()) {
        others.add(schema.path("additionalProperties"));
      }
    }
    String name = path + "." + field.getKey();
    if (!named.isEmpty()) {
      keys.known().add(name);
      walk(named, field.getValue(), name, keys);
    } else if (!others.isEmpty() || !described) {
      walk(others, field.getValue(), path + ".*", keys);
    } else {
      keys.unknown().add(name);
    }
  }

  /** A schema with what it is put together of. */
  private void resolve(JsonNode schema, List<JsonNode> into) {
    String reference = schema.path("$ref").asText();
    if (!reference.isEmpty()) {
      resolve(document.at(reference.substring(1)), into);
      return;
    }
    into.add(schema);
    schema.path("allOf").forEach(each -> resolve(each, into));
  }
}
