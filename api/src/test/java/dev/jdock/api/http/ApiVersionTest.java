package dev.jdock.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiVersionTest {
  @Test
  void comparesByNumbers() {
    assertThat(new ApiVersion(1, 9)).isLessThan(new ApiVersion(1, 24));
    assertThat(new ApiVersion(2, 0)).isGreaterThan(new ApiVersion(1, 51));
    assertThat(new ApiVersion(1, 42).isAtLeast(42)).isTrue();
    assertThat(new ApiVersion(1, 41).isAtLeast(42)).isFalse();
  }

  @Test
  void readsWhatItPrints() {
    assertThat(ApiVersion.parse("1.44")).isEqualTo(new ApiVersion(1, 44)).hasToString("1.44");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1.", ".1", "1.4.4", "1.x", "-1.4", "1.99999", "1. 4", "１.4"})
  void readsNothingElse(String text) {
    assertThat(ApiVersion.parse(text)).isNull();
  }
}
