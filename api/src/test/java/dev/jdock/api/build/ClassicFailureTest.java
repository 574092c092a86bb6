package dev.jdock.api.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.image.dockerfile.DockerfileException;
import org.junit.jupiter.api.Test;

class ClassicFailureTest {
  private static ClassicFailure of(String reason) {
    return ClassicFailure.of(new DockerfileException(reason, ""), true);
  }

  @Test
  void aCommandThatFailedIsToldWithItsCode() {
    assertThat(of("process \"sh -c \"x\"\" did not complete successfully: exit code: 3"))
        .isEqualTo(new ClassicFailure("The command 'sh -c \"x\"' returned a non-zero code: 3", 3));
  }

  @Test
  void ofACommandThatDidNotBeginTheReasonIsToldAlone() {
    assertThat(of("process \"true\" did not complete successfully: unable to find user x: none"))
        .isEqualTo(new ClassicFailure("unable to find user x: none", 0));
  }
}
