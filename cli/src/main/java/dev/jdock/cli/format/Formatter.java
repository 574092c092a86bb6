package dev.jdock.cli.format;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.TableWriter;
import dev.jdock.runtime.template.DockerFunctions;
import dev.jdock.runtime.template.GoFunction;
import dev.jdock.runtime.template.GoStruct;
import dev.jdock.runtime.template.GoTemplate;
import dev.jdock.runtime.template.TemplateException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Renders rows as Docker's listing commands do with and without {@code --format}: {@code table ...}
 * with headers, {@code json}, any other template once a row.
 *
 * @param type what an error calls a row, for example {@code *container.containerContext}
 * @param headers header of each field that a table can have
 */
public record Formatter(String type, Map<String, String> headers) {
  private static final String TABLE = "table";

  public Formatter {
    headers = Map.copyOf(headers);
  }

  /**
   * The whole output, each line ended.
   *
   * @param format the value of {@code --format}, or the command's default
   * @param rows field values in any order; a field that is a {@link
   *     dev.jdock.runtime.template.GoFunction} is a method, one that is a {@link
   *     java.util.function.Supplier} is computed when asked for
   * @throws JdockException INVALID, {@code template parsing error: ...}
   */
  public String render(
      String format, List<? extends Map<String, ? extends @Nullable Object>> rows) {
    boolean table = format.startsWith(TABLE);
    GoTemplate template = template(format);
    StringBuilder body = new StringBuilder();
    for (Map<String, ? extends @Nullable Object> row : rows) {
      try {
        template.execute(new GoStruct(type, new TreeMap<String, @Nullable Object>(row)), body);
      } catch (TemplateException e) {
        throw invalid(e);
      }
      body.append('\n');
    }
    return table ? TableWriter.DOCKER.align(header(template) + "\n" + body) : body.toString();
  }

  /**
   * Refuses a template that fits no row, where there may be none to try it on.
   *
   * @throws JdockException INVALID, {@code template parsing error: ...}
   */
  public void check(String format) {
    try {
      template(format).execute(new GoStruct(type, titles()), new StringBuilder());
    } catch (TemplateException e) {
      throw invalid(e);
    }
  }

  private static GoTemplate template(String format) {
    String text =
        format.startsWith(TABLE)
            ? format.substring(TABLE.length())
            : format.equals("json") ? "{{json .}}" : format;
    return parse(strip(text).replace("\\t", "\t").replace("\\n", "\n"));
  }

  /** Docker prints what it has of the header if the template does not fit it, and no error. */
  private String header(GoTemplate template) {
    StringBuilder header = new StringBuilder();
    try {
      template.with(DockerFunctions.FOR_HEADERS).execute(titles(), header);
    } catch (TemplateException e) {
      return header.toString();
    }
    return header.toString();
  }

  private Map<String, @Nullable Object> titles() {
    Map<String, @Nullable Object> titles = new TreeMap<>(headers);
    titles.put("Label", GoFunction.of(args -> labelTitle(args.string(0)), GoFunction.Type.STRING));
    return titles;
  }

  /** The column of {@code com.example.my-label} is titled {@code my label}. */
  private static String labelTitle(String label) {
    return label.substring(label.lastIndexOf('.') + 1).replace('-', ' ').replace('_', ' ');
  }

  private static GoTemplate parse(String text) {
    try {
      return GoTemplate.parse(text);
    } catch (TemplateException e) {
      throw invalid(e);
    }
  }

  private static JdockException invalid(TemplateException cause) {
    return new JdockException(
        JdockException.Kind.INVALID, "template parsing error: " + cause.getMessage(), cause);
  }

  /** Only blanks are cut off: a format can begin or end with a tab. */
  private static String strip(String text) {
    return text.replaceAll("^ +| +$", "");
  }
}
