package dev.jdock.e2e;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a build shows with {@code --progress plain}, without what differs from run to run. */
final class BuildOutput {
  private static final Pattern PROGRESS = Pattern.compile("#(\\d+) ?(.*)");
  private static final Pattern STEP = Pattern.compile("\\[([^\\]]*?) *(\\d+)/\\d+\\] (?!FROM ).*");
  private static final Pattern COLOURS = Pattern.compile("\\x1b\\[[0-9;]*m");
  private static final Pattern WARNINGS = Pattern.compile(" ?\\d+ warnings? found.*");

  /** jdock's own last line. */
  private static final Pattern SUMMARY = Pattern.compile("\\d+ of \\d+ steps cached.*");

  /** Nor has BuildKit what jdock says before the output of a step. */
  private static final Pattern REASON = Pattern.compile("(\\d+\\.\\d+ )?not in the cache: .*");

  private static final Map<Pattern, String> VARYING = new LinkedHashMap<>();

  static {
    VARYING.put(Pattern.compile("sha256:[0-9a-f]{64}"), "sha256:ID");
    VARYING.put(Pattern.compile("(?<=checksum of ref )[^ ]+(?=: )"), "REF");
    // buildx of 2025 says first that it failed to build.
    VARYING.put(Pattern.compile("(?<=ERROR: )failed to build: "), "");
    VARYING.put(Pattern.compile("/\\S*/overlay2/\\w+/merged(?=/)"), "");
    VARYING.put(Pattern.compile("\\bjdock build\\b|\\bdocker (buildx )?build\\b"), "docker build");
    VARYING.put(Pattern.compile("^\\d+\\.\\d+ "), "");
    VARYING.put(Pattern.compile("\\s+$"), "");
  }

  private final Map<String, String> names = new HashMap<>();
  private final Set<String> cachedNumbers = new HashSet<>();
  private final List<String> warnings = new ArrayList<>();
  private final List<String> rest = new ArrayList<>();

  private BuildOutput() {}

  static BuildOutput of(Result result, String workFolder) {
    BuildOutput output = new BuildOutput();
    boolean warns = false;
    String shown = COLOURS.matcher(result.err().replace(workFolder, "WORK")).replaceAll("");
    for (String line : shown.lines().toList()) {
      Matcher progress = PROGRESS.matcher(line);
      if (progress.matches()) {
        output.progress(progress.group(1), progress.group(2));
      } else if (WARNINGS.matcher(line).matches()) {
        warns = true;
      } else if (warns && line.startsWith(" - ")) {
        output.warnings.add(constant(line.substring(3)));
      } else if (!(line.isBlank() && output.rest.isEmpty()) && !isOwn(line)) {
        output.rest.add(constant(line));
      }
    }
    while (!output.rest.isEmpty() && output.rest.getLast().isEmpty()) {
      output.rest.removeLast();
    }
    return output;
  }

  private static boolean isOwn(String line) {
    return SUMMARY.matcher(line).matches() || REASON.matcher(line).matches();
  }

  private void progress(String number, String text) {
    if (text.startsWith("[")) {
      names.putIfAbsent(number, text);
    } else if (text.equals("CACHED")) {
      cachedNumbers.add(number);
    }
  }

  static String constant(String line) {
    String constant = line;
    for (Map.Entry<Pattern, String> varying : VARYING.entrySet()) {
      constant = varying.getKey().matcher(constant).replaceAll(varying.getValue());
    }
    return constant;
  }

  /**
   * The steps of the stages, and which were cached; by stage and number, since stages overlap. The
   * download of an ADD bears the step's name, too.
   */
  List<String> steps() {
    record Step(String stage, int number, String text) {}
    Map<String, Boolean> cached = new HashMap<>();
    names.forEach(
        (number, name) -> cached.merge(name, cachedNumbers.contains(number), Boolean::logicalOr));
    return cached.entrySet().stream()
        .flatMap(entry -> {
          Matcher step = STEP.matcher(entry.getKey());
          String text = constant(entry.getKey()) + (entry.getValue() ? " (cached)" : "");
          return step.matches()
              ? Stream.of(new Step(step.group(1), Integer.parseInt(step.group(2)), text))
              : Stream.empty();
        })
        .sorted(Comparator.comparing(Step::stage).thenComparing(Step::number))
        .map(Step::text)
        .toList();
  }

  List<String> warnings() {
    return warnings.stream().sorted().toList();
  }

  /** What is on standard error besides. */
  List<String> messages() {
    return List.copyOf(rest);
  }
}
