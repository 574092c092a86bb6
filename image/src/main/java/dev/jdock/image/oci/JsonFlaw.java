package dev.jdock.image.oci;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;

/**
 * What is wrong with a text that should be JSON, or YAML, of some form: in a line for its writer,
 * who need not know what reads it.
 */
public final class JsonFlaw {
  private static final String END = "unexpected end of JSON input";

  private JsonFlaw() {}

  public static String of(JsonProcessingException e) {
    return switch (e) {
      case JsonMappingException form -> ofForm(form);
      case JsonEOFException _ -> END;
      case StreamConstraintsException _ -> "too deep, or too long a value" + place(e);
      default -> "invalid syntax" + place(e);
    };
  }

  private static String ofForm(JsonMappingException e) {
    if (e.getCause() instanceof JsonProcessingException syntax) {
      return of(syntax);
    }
    if (e instanceof UnrecognizedPropertyException unknown) {
      return "unknown field \"" + unknown.getPropertyName() + "\"";
    }
    // What a record says of the values it is made from.
    if (e.getCause() instanceof IllegalArgumentException flaw && flaw.getMessage() != null) {
      return flaw.getMessage();
    }
    String where = path(e);
    return where.isEmpty()
        ? e.getOriginalMessage().startsWith("No content") ? END : "it is not of the expected form"
        : "invalid value of " + where;
  }

  private static String path(JsonMappingException e) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : e.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return path.toString();
  }

  private static String place(JsonProcessingException e) {
    return e.getLocation() == null
        ? ""
        : " in line %d, column %d"
            .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
  }
}
