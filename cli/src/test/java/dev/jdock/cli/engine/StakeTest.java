package dev.jdock.cli.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.cli.CallerFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StakeTest {
  private static Optional<String> of(String line) {
    try (CallerFiles files = CallerFiles.shared(Path.of("/"), 7)) {
      return Stake.of(new UserRequest(7, List.of(line.split(" ", -1)), files, Map.of()));
    }
  }

  @Test
  void whatMakesOrCarriesSomethingIsAtStake() {
    assertThat(of("build -t x .")).contains("jdock build -t x . (process 7)");
    assertThat(of("container run x")).contains("jdock container run x (process 7)");
    assertThat(of("image pull x")).isPresent();
    assertThat(of("attach x")).isPresent();
  }

  @Test
  void whatOnlyLooksIsNot() {
    for (String line : List.of("events", "logs -f x", "engine stop", "ps", "image ls", "--help")) {
      assertThat(of(line)).as(line).isEmpty();
    }
  }

  @Test
  void longLinesAreCut() {
    assertThat(of("run " + "x".repeat(500)).orElseThrow()).hasSizeLessThan(130).contains("…");
  }
}
