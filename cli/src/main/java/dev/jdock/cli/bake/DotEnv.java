package dev.jdock.cli.bake;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lines of {@code NAME=value}, as Compose reads {@code .env}. */
final class DotEnv {
  private static final Pattern LINE =
      Pattern.compile("\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_.-]*)\\s*[=:]\\s*(.*)");

  private DotEnv() {}

  /**
   * @param outer variables that the values may name
   */
  static Map<String, String> parse(String text, Map<String, String> outer) {
    Map<String, String> result = new LinkedHashMap<>();
    for (String line : text.lines().toList()) {
      Matcher matcher = LINE.matcher(line);
      if (!line.stripLeading().startsWith("#") && matcher.matches()) {
        Map<String, String> known = new LinkedHashMap<>(result);
        known.putAll(outer);
        result.put(matcher.group(1), value(matcher.group(2).strip(), known));
      }
    }
    return result;
  }

  private static String value(String text, Map<String, String> known) {
    if (text.length() > 1 && text.startsWith("'") && text.indexOf('\'', 1) > 0) {
      return text.substring(1, text.indexOf('\'', 1));
    }
    if (text.length() > 1 && text.startsWith("\"") && text.lastIndexOf('"') > 0) {
      String inner = text.substring(1, text.lastIndexOf('"'));
      return ComposeVariables.expand(
          inner.replace("\\n", "\n").replace("\\t", "\t").replace("\\\"", "\""), known);
    }
    int comment = text.indexOf(" #");
    String bare = comment < 0 ? text : text.substring(0, comment).strip();
    return ComposeVariables.expand(bare, known);
  }
}
