package dev.jdock.image.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KindTest {
  @ParameterizedTest
  @CsvSource({
    "INVALID, 400",
    "PROGRAM_NOT_FOUND, 400",
    "PROGRAM_NOT_EXECUTABLE, 400",
    "UNAUTHORIZED, 401",
    "FORBIDDEN, 403",
    "NOT_FOUND, 404",
    "CONFLICT, 409",
    "INTERNAL, 500",
    "NOT_IMPLEMENTED, 501",
    "UNAVAILABLE, 503",
  })
  void hasTheStatusThatDockerAnswersWith(JdockException.Kind kind, int status) {
    assertThat(kind.httpStatus()).isEqualTo(status);
  }
}
