package dev.jdock.image.dockerfile;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.GoBool;
import dev.jdock.image.text.GoQuote;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a Dockerfile's {@code # check=} says about the rules for Dockerfiles.
 *
 * @param skipped names of rules whose violations are not reported; {@code all} for all of them
 * @param experimental names of rules that are applied on request only; {@code all} for all of them
 * @param error whether a violation fails the build
 */
public record Checks(Set<String> skipped, Set<String> experimental, boolean error) {
  private static final String ALL = "all";
  private static final int MOST_OPTIONS = 3;
  private static final Pattern COMMENT = Pattern.compile("(?i)check\\s*=\\s*(\\S.*)");

  /** All rules but the experimental ones, as warnings. */
  public static final Checks DEFAULT = new Checks(Set.of(), Set.of(), false);

  /** Whether violations of a rule that is no experiment are reported. */
  public boolean reports(String rule) {
    return !skipped.contains(ALL) && !skipped.contains(rule);
  }

  /** Whether an experimental rule is applied. */
  public boolean asksFor(String rule) {
    return experimental.contains(ALL) || experimental.contains(rule);
  }

  /**
   * These and what the comments of one instruction add: the first that is {@code check=…}, if it
   * can be read. Whether violations are errors is said for the whole file.
   */
  public Checks with(List<String> comments) {
    for (String comment : comments) {
      Matcher check = COMMENT.matcher(comment);
      if (check.matches()) {
        try {
          Checks more = parse(check.group(1).split(" ", 2)[0]);
          return new Checks(
              union(skipped, more.skipped), union(experimental, more.experimental), error);
        } catch (JdockException e) {
          return this;
        }
      }
    }
    return this;
  }

  private static Set<String> union(Set<String> some, Set<String> more) {
    return Stream.concat(some.stream(), more.stream()).collect(Collectors.toUnmodifiableSet());
  }

  /** The same from the build argument {@code BUILDKIT_DOCKERFILE_CHECK}. */
  public static Checks ofArgument(String text) {
    try {
      return parse(text);
    } catch (JdockException e) {
      throw JdockException.invalid(
          String.valueOf(e.getMessage())
              .replaceFirst("check options", "build-arg:BUILDKIT_DOCKERFILE_CHECK"));
    }
  }

  /**
   * Reads {@code skip=A,B;experimental=all;error=true}.
   *
   * @throws JdockException for anything else
   */
  static Checks parse(String text) {
    Checks result = DEFAULT;
    if (text.isBlank()) {
      return result;
    }
    for (String option : text.strip().split(";", MOST_OPTIONS)) {
      int equals = option.indexOf('=');
      String name = equals < 0 ? "" : option.substring(0, equals).strip();
      String value = option.substring(equals + 1).strip();
      result =
          switch (name) {
            case "skip" -> new Checks(rules(value), result.experimental, result.error);
            case "experimental" -> new Checks(result.skipped, rules(value), result.error);
            case "error" -> new Checks(result.skipped, result.experimental, bool(option, value));
            default ->
                throw invalid("invalid check option " + GoQuote.quote(equals < 0 ? option : name));
          };
    }
    return result;
  }

  private static Set<String> rules(String list) {
    return List.of(list.split(",", -1)).stream().map(String::strip).collect(Collectors.toSet());
  }

  private static boolean bool(String option, String value) {
    try {
      return GoBool.parse(value);
    } catch (JdockException e) {
      throw invalid(
          "failed to parse check option " + GoQuote.quote(option) + ": " + e.getMessage());
    }
  }

  private static JdockException invalid(String reason) {
    return JdockException.invalid("failed to parse check options: " + reason);
  }
}
