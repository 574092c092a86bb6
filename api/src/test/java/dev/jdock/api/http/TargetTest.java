package dev.jdock.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
  private static void assertRefused(int status, String target, String message) {
    assertThatThrownBy(() -> Target.parse(target))
        .hasMessage(message)
        .isInstanceOfSatisfying(HttpFailure.class, e -> assertThat(e.status()).isEqualTo(status));
  }

  @Test
  void takesTheVersionOffThePath() {
    Target target = Target.parse("/v1.44/containers/json?all=1");
    assertThat(target.version()).isEqualTo(new ApiVersion(1, 44));
    assertThat(target.path()).containsExactly("containers", "json");
    assertThat(target.query().flag("all")).isTrue();
  }

  @Test
  void understandsARequestWithoutVersionAsTheNewest() {
    assertThat(Target.parse("/info").version()).isEqualTo(ApiVersion.NEWEST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/volumes/x", "/v1.x/json", "/v/json", "/version", "/v1/json", "/v1.-1/x"})
  void takesWhatLooksLikeAVersionAsAName(String target) {
    assertThat(Target.parse(target).path()).isEqualTo(List.of(target.substring(1).split("/", -1)));
  }

  @Test
  void refusesVersionsThatAreNotSpoken() {
    assertRefused(
        400,
        "/v1.23/info",
        "client version 1.23 is too old. Minimum supported API version is 1.24, please upgrade"
            + " your client to a newer version");
    assertRefused(
        400,
        "/v1.56/info",
        "client version 1.56 is too new. Maximum supported API version is 1.55");
    assertRefused(
        400, "/v2.0/info", "client version 2.0 is too new. Maximum supported API version is 1.55");
  }

  @Test
  void decodesEachSegmentOnce() {
    assertThat(Target.parse("/images/docker.io%2Flibrary%2Fx/json").path())
        .containsExactly("images", "docker.io/library/x", "json");
    assertThat(Target.parse("/images/a%252Fb/json").path())
        .containsExactly("images", "a%2Fb", "json");
    assertThat(Target.parse("/volumes/a+b").path()).containsExactly("volumes", "a+b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a/../b", "/..", "/a/%2e%2e/b", "/a/%2E./b", "/./a"})
  void findsNothingBehindDots(String target) {
    assertRefused(404, target, "page not found");
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "info", "", "/a%", "/a%zz", "/a%00b", "/%"})
  void refusesWhatCannotBeDecoded(String target) {
    assertRefused(400, target, "malformed request target");
  }

  @ParameterizedTest
  @CsvSource({"http://docker/info", "http://%2Ftmp%2Fx.sock/info", "tcp://[::1]:2376/info"})
  void takesWholeAddresses(String target) {
    assertThat(Target.parse(target).path()).containsExactly("info");
  }
}
