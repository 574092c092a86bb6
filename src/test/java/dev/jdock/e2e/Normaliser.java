package dev.jdock.e2e;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Takes out of answers what differs from run to run: ids (each gets a number, the same one
 * throughout a session), times, addresses, and the name of the program.
 */
final class Normaliser {
  private static final Pattern ID = Pattern.compile("\\b[0-9a-f]{64}\\b|\\b[0-9a-f]{12}\\b");
  private static final Pattern DAEMON_SAYS =
      Pattern.compile("(?<=Error response from daemon: |kill container: \\w{0,9}: )[A-Z]");
  private static final Map<Pattern, String> VARYING = new LinkedHashMap<>();

  static {
    String time = "\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?";
    varying(time + "(Z| [-+]\\d{4} [A-Z]+|[-+]\\d\\d:\\d\\d)?", "TIME");
    varying("\\b(Less than a second|About a minute|\\d+ (seconds?|minutes?)) ago", "AGO");
    varying("Up (Less than a second|About a minute|\\d+ (seconds?|minutes?))", "Up AGO");
    varying("\\b(172\\.\\d+|10\\.213)\\.\\d+\\.\\d+", "ADDRESS");
    varying("\\b02:42(:[0-9a-f]{2}){4}", "MAC");
    varying("(?<![\\w/.-])jdock\\b(?![./])", "docker");
    varying(
        "failed to create shim task: OCI runtime create failed: runc create failed: ",
        "failed to create task for container: ");
    varying(": unknown(?=\n|$)", "");
    varying("to \\d+\\.00, as there are only \\d+ CPUs", "to N.00, as there are only N CPUs");
    varying("\\b[a-z]+_[a-z]+ *(?=\n|$)", "NAME");
    varying(" {2,}(?=\\S)", "  ");
    varying("[ \\t]+(?=\n|$)", "");
  }

  private final Map<String, String> ids = new LinkedHashMap<>();
  private final String workFolder;

  Normaliser(Path workFolder) {
    this.workFolder = workFolder.toString();
  }

  private static void varying(String regex, String word) {
    VARYING.put(Pattern.compile(regex), word);
  }

  String answer(Result result) {
    StringBuilder text = new StringBuilder();
    lines(text, "> ", result.out());
    lines(text, "! ", result.err());
    if (result.exitCode() != 0) {
      text.append("? ").append(result.exitCode()).append('\n');
    }
    return text.toString().stripTrailing();
  }

  private void lines(StringBuilder text, String mark, String stream) {
    String normal = ID.matcher(stream.replace(workFolder, "WORK")).replaceAll(this::number);
    for (Map.Entry<Pattern, String> varying : VARYING.entrySet()) {
      normal = varying.getKey().matcher(normal).replaceAll(varying.getValue());
    }
    normal = lowerCase(normal);
    if (!normal.isEmpty()) {
      normal.lines().forEach(line -> text.append((mark + line).stripTrailing()).append('\n'));
    }
  }

  /** Long and short form of an id have the same number. */
  private String number(MatchResult id) {
    String word = id.group();
    String number =
        ids.computeIfAbsent(word.substring(0, 12), key -> Integer.toString(ids.size() + 1));
    return (word.length() == 64 ? "ID" : "id") + number;
  }

  /** What one version of the daemon begins with a capital letter, another does not. */
  private static String lowerCase(String text) {
    return DAEMON_SAYS.matcher(text).replaceAll(said -> said.group().toLowerCase(Locale.ROOT));
  }
}
