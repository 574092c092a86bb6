package dev.jdock.image.build.plan;

import dev.jdock.image.dockerfile.Expander;
import dev.jdock.image.error.JdockException;
import java.util.Locale;
import java.util.Map;

/** The names of a stage's steps, as BuildKit shows them: {@code [build 2/5] RUN make}. */
public final class StepNames {
  private final String stage;
  private final int total;
  private final Expander words;
  private final Expander commands;
  private int count;

  /**
   * @param stage empty for the only stage of a Dockerfile
   */
  public StepNames(String stage, int total, Expander expander) {
    this.stage = stage;
    this.total = total;
    this.words = expander;
    this.commands = expander.forDisplay();
  }

  /** The next step's, of words: as they are without quotes, with all variables replaced. */
  public String next(boolean trigger, String source, Map<String, String> environment) {
    return next(trigger, expanded(words, source, environment));
  }

  /** The next step's, of a shell's command: with variables that have a value in their place. */
  String nextCommand(boolean trigger, String source, Map<String, String> environment) {
    return next(trigger, expanded(commands, source, environment));
  }

  private static String expanded(
      Expander expander, String source, Map<String, String> environment) {
    try {
      return expander.expand(source, environment::get);
    } catch (JdockException e) {
      return source;
    }
  }

  public String next(boolean trigger, String text) {
    count++;
    String[] parts = text.split(" ", 2);
    String rest = parts.length > 1 ? " " + parts[1] : "";
    int width = String.valueOf(total).length();
    return "[%s%s/%d] %s%s%s"
        .formatted(
            stage.isEmpty() ? "" : stage + " ",
            " ".repeat(Math.max(0, width - String.valueOf(count).length())) + count,
            total,
            trigger ? "ONBUILD " : "",
            parts[0].toUpperCase(Locale.ROOT),
            rest);
  }
}
