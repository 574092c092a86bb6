package dev.jdock.runtime.template;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A parsed template. It can be executed any number of times, by several threads.
 *
 * <p>Source: the documentation of Go's text/template, and Docker's "Format command and log output".
 */
public final class GoTemplate {
  private final String name;
  private final String text;
  private final Map<String, Node.Sequence> templates;
  private final Map<String, GoFunction> functions;
  private final boolean missingKeyFails;

  private GoTemplate(
      String name,
      String text,
      Map<String, Node.Sequence> templates,
      Map<String, GoFunction> functions,
      boolean missingKeyFails) {
    this.name = name;
    this.missingKeyFails = missingKeyFails;
    this.text = text;
    this.templates = templates;
    this.functions = functions;
  }

  /**
   * A template with Go's and Docker's functions.
   *
   * @throws TemplateException in Go's words, without Docker's {@code template parsing error: } in
   *     front
   */
  public static GoTemplate parse(String text) {
    return parse("", text);
  }

  /** A template that errors call by its name. */
  public static GoTemplate parse(String name, String text) {
    Map<String, GoFunction> functions = new HashMap<>(Builtins.FUNCTIONS);
    functions.putAll(DockerFunctions.FUNCTIONS);
    return new GoTemplate(
        name, text, Parser.parse(name, text, functions::containsKey), functions, false);
  }

  /** The same template with some functions replaced. */
  public GoTemplate with(Map<String, GoFunction> replaced) {
    Map<String, GoFunction> merged = new HashMap<>(functions);
    merged.putAll(replaced);
    return new GoTemplate(name, text, templates, merged, missingKeyFails);
  }

  /**
   * The same template with Go's option {@code missingkey=error}: a missing key of a map is an
   * error.
   */
  public GoTemplate missingKeyFails() {
    return new GoTemplate(name, text, templates, functions, true);
  }

  /**
   * Writes the template's result for a value: a Map, a List, a {@link GoStruct}, a Jackson tree, a
   * scalar or null. What was written before an error stays written.
   *
   * @throws TemplateException in Go's words
   */
  public void execute(@Nullable Object data, Appendable out) {
    try {
      Frame frame = new Frame(name, text, templates, functions);
      new Execution(frame, missingKeyFails, out).run(GoValue.of(data));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The template's result for a value. */
  public String render(@Nullable Object data) {
    StringBuilder out = new StringBuilder();
    execute(data, out);
    return out.toString();
  }
}
