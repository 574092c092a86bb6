package dev.jdock.cli.format;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.cli.format.template.GoJson;
import dev.jdock.cli.format.template.GoTemplate;
import dev.jdock.cli.format.template.GoValue;
import dev.jdock.cli.format.template.TemplateException;
import dev.jdock.image.error.JdockException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Renders documents as {@code inspect} does: an indented array without {@code --format}, an array
 * on one line with {@code json}, else the template's result for each, a line each.
 */
public final class InspectFormat {
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
      throw invalid(e);
    }
  }

  /**
   * The output for documents, with its line ends. If a document does not fit the template, Docker
   * prints an empty line before the error; what came out for earlier documents is lost.
   *
   * @throws JdockException INVALID, {@code template parsing error: ...}
   */
  public String render(List<JsonNode> documents) {
    StringBuilder out = new StringBuilder();
    if (template != null) {
      for (JsonNode document : documents) {
        out.append(line(template, document)).append('\n');
      }
      return out.toString();
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
   * JSON.
   */
  private static String line(GoTemplate template, JsonNode document) {
    try {
      return template.render(GoValue.document(document));
    } catch (TemplateException typed) {
      try {
        return template.missingKeyFails().render(document);
      } catch (TemplateException raw) {
        throw invalid(raw);
      }
    }
  }

  private static JdockException invalid(TemplateException cause) {
    return new JdockException(
        JdockException.Kind.INVALID, "template parsing error: " + cause.getMessage(), cause);
  }
}
