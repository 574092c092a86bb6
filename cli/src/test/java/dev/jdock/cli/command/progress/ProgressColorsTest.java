package dev.jdock.cli.command.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.cli.command.progress.ProgressColors.Kind;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressColorsTest {
  private static String run(String colors) {
    return new ProgressColors(Map.of("BUILDKIT_COLORS", colors)).apply(Kind.RUN, "x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "run=green|32",
        "RUN=Light-Red|91",
        "error=green:run=magenta|35",
        "run=0,0,255|38;5;21",
        "run=\"255,255,255\"|38;5;231",
        // What is no colour leaves the usual one.
        "run=nosuch|34",
        "run=1,2,256|34",
        "run=green=red|34",
        "nosuch=green|34"
      })
  void theUserChooses(String colors, String code) {
    assertThat(run(colors)).isEqualTo("\u001b[" + code + "mx\u001b[0m");
  }

  @Test
  void noColorMeansNone() {
    var colors = new ProgressColors(Map.of("NO_COLOR", "1", "BUILDKIT_COLORS", "run=red"));
    assertThat(colors.apply(Kind.RUN, "x") + colors.faint("y")).isEqualTo("xy");
  }
}
