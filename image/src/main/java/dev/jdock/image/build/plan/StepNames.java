package dev.jdock.image.build.plan;

import dev.jdock.image.dockerfile.Expander;
import dev.jdock.image.error.JdockException;
import java.util.Locale;
import java.util.Map;

/** The names of a stage's steps, as BuildKit shows them: {@code [build 2/5] RUN make}. */
public final class StepNames {
  private final String stage;
  private final int total;
  private final Expander expander;
  private int count;

  /**
   * @param stage empty for the only stage of a Dockerfile
   */
  public StepNames(String stage, int total, Expander expander) {
    this.stage = stage;
    this.total = total;
    this.expander = expander.forDisplay();
  }

  /** The next step's, with variables that have a value in their place. */
  public String next(boolean trigger, String source, Map<String, String> environment) {
    String shown;
    try {
      shown = expander.expand(source, environment::get);
    } catch (JdockException e) {
      shown = source;
    }
    return next(trigger, shown);
  }

  public String next(boolean trigger, String text) {
    count++;
    String[] parts = text.split("\\s+", 2);
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
