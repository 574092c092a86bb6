package dev.jdock.runtime.container.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.image.oci.ImageConfig;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CommittedConfigTest {
  private static ImageConfig config(
      List<String> env, @Nullable List<String> entrypoint, @Nullable List<String> cmd) {
    return new ImageConfig(
        "",
        new TreeSet<>(),
        env,
        entrypoint,
        cmd,
        new TreeSet<>(),
        "",
        new TreeMap<>(),
        null,
        null,
        null,
        List.of(),
        null,
        false);
  }

  @Test
  void variablesOfTheUserComeFirstAndReplaceThoseOfTheContainer() {
    ImageConfig said = config(List.of("B=9", "C=3"), null, null);
    ImageConfig base = config(List.of("A=1", "B=2"), null, null);
    assertThat(CommittedConfig.of(said, base).env()).containsExactly("B=9", "C=3", "A=1");
  }

  @Test
  void anEntrypointOfTheUserLeavesTheContainersCommandOut() {
    ImageConfig base = config(List.of(), null, List.of("a"));
    ImageConfig merged = CommittedConfig.of(config(List.of(), List.of("e"), null), base);
    assertThat(merged.entrypoint()).containsExactly("e");
    assertThat(merged.cmd()).isNull();
  }

  @Test
  void anEmptyEntrypointTakesTheContainersAway() {
    ImageConfig base = config(List.of(), List.of("e"), List.of("a"));
    ImageConfig merged = CommittedConfig.of(config(List.of(), List.of(), null), base);
    assertThat(merged.entrypoint()).isNull();
    assertThat(merged.cmd()).containsExactly("a");
  }
}
