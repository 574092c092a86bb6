package dev.jdock.image.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChallengeTest {

  @Test
  void readsQuotedAndBareValues() {
    assertThat(
            Challenge.parseAll(
                List.of("Bearer realm=\"https://a/t?x=1,2\",service=reg, scope=\"a:b:pull,push\"")))
        .containsExactly(
            new Challenge(
                "bearer",
                Map.of("realm", "https://a/t?x=1,2", "service", "reg", "scope", "a:b:pull,push")));
  }

  @Test
  void readsSeveralChallengesOfOneHeaderAndOfSeveral() {
    assertThat(
            Challenge.parseAll(
                List.of("Basic realm=\"x \\\"y\\\"\", BEARER realm=\"z\"", "Negotiate")))
        .containsExactly(
            new Challenge("basic", Map.of("realm", "x \"y\"")),
            new Challenge("bearer", Map.of("realm", "z")),
            new Challenge("negotiate", Map.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ",,,", "Bearer realm=\"", "Bearer =", "=", "Bearer realm=\"a\\", "\""})
  void survivesNonsense(String header) {
    assertThat(Challenge.parseAll(List.of(header))).hasSizeLessThan(3);
  }
}
