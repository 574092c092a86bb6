package dev.jdock.api.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.runtime.engine.Filters;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parameters of a request, in all the spellings that Docker's daemon takes. */
public final class Query {
  private static final Set<String> FALSE = Set.of("", "0", "no", "false", "none");

  private final Map<String, List<String>> values;

  private Query(Map<String, List<String>> values) {
    this.values = values;
  }

  /**
   * @param text what stands behind the question mark
   * @throws HttpFailure when it cannot be decoded
   */
  static Query parse(String text) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    if (text.indexOf(';') >= 0) {
      throw HttpFailure.badRequest("invalid semicolon separator in query");
    }
    for (String pair : text.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        values
            .computeIfAbsent(decode(name), _ -> new ArrayList<>())
            .add(equals < 0 ? "" : decode(pair.substring(equals + 1)));
      }
    }
    return new Query(values);
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw HttpFailure.badRequest("malformed query");
    }
  }

  public boolean has(String name) {
    return values.containsKey(name);
  }

  /** All values of a name, in their order. */
  public List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  /** The first value; empty where there is none. */
  public String text(String name) {
    return has(name) ? all(name).getFirst() : "";
  }

  /** Null where there is none, and where it is empty. */
  public @Nullable String textOrNull(String name) {
    String text = text(name);
    return text.isEmpty() ? null : text;
  }

  /** Whether it is given and none of {@code 0}, {@code no}, {@code false}, {@code none}. */
  public boolean flag(String name) {
    return flag(name, false);
  }

  /** Likewise, of one that may be on without being given. */
  public boolean flag(String name, boolean otherwise) {
    return has(name) ? !FALSE.contains(text(name).strip().toLowerCase(Locale.ROOT)) : otherwise;
  }

  /** 0 where it is not given, and for what is no number. */
  public long numberOrZero(String name) {
    try {
      return Long.parseLong(text(name).strip());
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /**
   * Null where it is not given.
   *
   * @throws HttpFailure for what is no number
   */
  public @Nullable Integer numberOrNull(String name) {
    String text = text(name);
    if (text.isEmpty()) {
      return null;
    }
    try {
      return Integer.valueOf(text);
    } catch (NumberFormatException e) {
      throw HttpFailure.badRequest(
          "strconv.Atoi: parsing \"" + text.replace("\"", "\\\"") + "\": invalid syntax");
    }
  }

  /**
   * The parameter {@code filters}: {@code {"label":{"a=b":true}}}, or in the way of old clients
   * {@code {"label":["a=b"]}}.
   *
   * @throws HttpFailure for what is neither
   */
  public Filters filters() {
    String text = text("filters");
    if (text.isEmpty()) {
      return Filters.NONE;
    }
    Map<String, List<String>> filters = new LinkedHashMap<>();
    JsonNode json = json(text);
    if (json.isNull()) {
      return Filters.NONE;
    }
    if (!json.isObject()) {
      throw invalidFilters();
    }
    for (Map.Entry<String, JsonNode> filter : json.properties()) {
      filters.put(filter.getKey(), filterValues(filter.getValue()));
    }
    return new Filters(filters);
  }

  private static List<String> filterValues(JsonNode given) {
    List<String> values = new ArrayList<>();
    if (given.isObject()) {
      for (Map.Entry<String, JsonNode> value : given.properties()) {
        if (!value.getValue().isBoolean()) {
          throw invalidFilters();
        }
        values.add(value.getKey());
      }
    } else if (given.isArray()) {
      for (JsonNode value : given) {
        if (!value.isTextual()) {
          throw invalidFilters();
        }
        values.add(value.textValue());
      }
    } else {
      throw invalidFilters();
    }
    return values;
  }

  private static HttpFailure invalidFilters() {
    return HttpFailure.badRequest("invalid filter");
  }

  private static JsonNode json(String text) {
    try {
      JsonNode json = Json.mapper().readTree(text);
      return json;
    } catch (JsonProcessingException e) {
      throw invalidFilters();
    }
  }
}
