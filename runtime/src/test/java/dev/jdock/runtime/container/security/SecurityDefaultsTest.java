package dev.jdock.runtime.container.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecurityDefaultsTest {
  @TempDir private Path etc;

  private SecurityDefaults read(String json) throws IOException {
    Path file = Files.createDirectories(etc.resolve("docker")).resolve("daemon.json");
    Files.writeString(file, json);
    return SecurityDefaults.read(etc);
  }

  private static SecurityOptions options(SecurityDefaults defaults, String... own) {
    List<String> all = new ArrayList<>(defaults.options());
    all.addAll(List.of(own));
    return SecurityOptions.parse(all);
  }

  @Test
  void nothingIsSaidWithoutAFile() throws IOException {
    assertThat(options(SecurityDefaults.read(etc))).isEqualTo(SecurityOptions.DEFAULT);
    assertThat(options(read("{}"))).isEqualTo(SecurityOptions.DEFAULT);
  }

  @Test
  void privilegesAreNotGainedUnlessAContainerMay() throws IOException {
    SecurityDefaults defaults = read("{\"no-new-privileges\": true}");
    assertThat(options(defaults).noNewPrivileges()).isTrue();
    assertThat(options(defaults, "no-new-privileges=false").noNewPrivileges()).isFalse();
  }

  @Test
  void profileOfTheMachineGivesWayToAContainersOwn() throws IOException {
    String json = "{\"defaultAction\":\"SCMP_ACT_ALLOW\"}";
    Path profile = Files.writeString(etc.resolve("profile.json"), json);
    SecurityDefaults defaults = read("{\"seccomp-profile\": \"" + profile + "\"}");
    assertThat(options(defaults).seccompProfile()).isEqualTo(json);
    assertThat(options(defaults, "seccomp=builtin")).isEqualTo(SecurityOptions.DEFAULT);
    assertThat(options(read("{\"seccomp-profile\": \"unconfined\"}")).seccompUnconfined()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"no-new-privileges": "yes"} | no-new-privileges must be true or false
          {"seccomp-profile": 1}       | seccomp-profile must be a string
          {                            | invalid JSON
          """)
  void whatIsNotUnderstoodIsRefused(String json, String message) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(JdockException.class)
        .hasMessageContaining("settings of security in " + etc + "/docker/daemon.json: ")
        .hasMessageContaining(message);
  }

  @Test
  void missingProfileIsNamed() throws IOException {
    SecurityDefaults defaults = read("{\"seccomp-profile\": \"/nosuch.json\"}");
    assertThatThrownBy(defaults::options)
        .hasMessage("seccomp-profile of daemon.json: open /nosuch.json: no such file or directory");
  }
}
