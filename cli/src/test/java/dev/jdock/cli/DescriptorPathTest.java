package dev.jdock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DescriptorPathTest {
  @ParameterizedTest
  @CsvSource({
    "/dev/stdin, /proc/7/fd/0",
    "/dev/stdout, /proc/7/fd/1",
    "/dev/fd/63, /proc/7/fd/63",
    "/proc/self/fd/5, /proc/7/fd/5",
    "/proc/thread-self/fd/5, /proc/7/fd/5"
  })
  void descriptorsAreTheCallers(Path named, Path found) {
    assertThat(DescriptorPath.of(named, 7)).contains(found);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/dev/null", "/dev/fd/x", "/dev/fd/3/x", "/proc/1/fd/3", "/x/dev/fd/3"})
  void otherPathsAreNone(Path named) {
    assertThat(DescriptorPath.of(named, 7)).isEmpty();
  }
}
