package dev.jdock.cli.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.template.GoJson;
import dev.jdock.runtime.template.GoTemplate;
import dev.jdock.runtime.template.GoValue;
import dev.jdock.runtime.template.TemplateException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Renders documents as {@code inspect} does: an indented array without {@code --format}, an array
 * on one line with {@code json}, else the template's result for each, a line each.
 */
public final class InspectFormat {
  private static final String PARSING_ERROR = "template parsing error: ";

  private final @Nullable GoTemplate template;
  private final boolean compact;

  private InspectFormat(@Nullable GoTemplate template, boolean compact) {
    this.template = template;
    this.compact = compact;
  }

  /**
   * @param format empty for none
   * @throws JdockException INVALID, {@code template parsing error: ...}
   */
  public static InspectFormat of(String format) {
    if (format.isEmpty() || format.equals("json")) {
      return new InspectFormat(null, !format.isEmpty());
    }
    try {
      return new InspectFormat(GoTemplate.parse(format), false);
    } catch (TemplateException e) {
      throw new JdockException(JdockException.Kind.INVALID, PARSING_ERROR + e.getMessage(), e);
    }
  }

  /**
   * The output for documents, with its line ends. Those that do not fit the template are left out;
   * where that leaves nothing, Docker prints an empty line.
   *
   * @param unfit gets {@code template parsing error: ...} for each that does not fit
   */
  public String render(List<JsonNode> documents, Consumer<String> unfit) {
    StringBuilder out = new StringBuilder();
    if (template != null) {
      for (JsonNode document : documents) {
        try {
          out.append(line(template, document)).append('\n');
        } catch (TemplateException e) {
          unfit.accept(PARSING_ERROR + e.getMessage());
        }
      }
      return out.isEmpty() ? "\n" : out.toString();
    }
    if (compact) {
      List<@Nullable Object> typed =
          documents.stream().<@Nullable Object>map(GoValue::document).toList();
      return GoJson.encode(typed) + "\n";
    }
    IndentedJson.write(out, documents);
    return out.append('\n').toString();
  }

  /**
   * Like Docker: first with Docker's types, in which fields are fixed; if that fails, with the bare
   * JSON. Fields that the document leaves out count where a template asks for them.
   */
  private static String line(GoTemplate template, JsonNode document) {
    if (document.path("Config") instanceof ObjectNode config && config.isEmpty()) {
      // Nothing tells it from a map, of which a missing entry is no mistake.
      return withOmitted(template, document);
    }
    try {
      return template.render(GoValue.document(document));
    } catch (TemplateException unknownField) {
      return withOmitted(template, document);
    }
  }

  private static String withOmitted(GoTemplate template, JsonNode document) {
    try {
      return template.render(GoValue.document(OmittedFields.added(document)));
    } catch (TemplateException unknownField) {
      return template.missingKeyFails().render(document);
    }
  }
}
