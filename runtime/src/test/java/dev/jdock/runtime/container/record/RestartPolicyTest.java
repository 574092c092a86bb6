package dev.jdock.runtime.container.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.runtime.container.RestartPace;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RestartPolicyTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private static ContainerState ended(int code, int restarts) {
    return ContainerState.created()
        .started(1, 1, NOON)
        .withRestarts(restarts)
        .exited(code, false, NOON.plusSeconds(1));
  }

  @Test
  void failuresAreRetriedUpToTheLimit() {
    RestartPolicy policy = RestartPolicy.of("on-failure", 2);
    assertThat(policy.restarts(ended(1, 1))).isTrue();
    assertThat(policy.restarts(ended(1, 2))).isFalse();
    assertThat(policy.restarts(ended(0, 0))).isFalse();
    assertThat(RestartPolicy.of("on-failure", 0).restarts(ended(1, 99))).isTrue();
  }

  @Test
  void stopByTheUserIsHonoured() {
    ContainerState stopped = ended(0, 0).wantedToStop();
    for (RestartPolicy.Kind kind : RestartPolicy.Kind.values()) {
      assertThat(RestartPolicy.of(kind.text(), 0).restarts(stopped)).as(kind.text()).isFalse();
    }
  }

  @Test
  void onlyAlwaysForgetsAStopWithTheMachinesStart() {
    ContainerState stopped = ended(0, 0).wantedToStop();
    assertThat(RestartPolicy.of("always", 0).startsWithEngine(stopped, true)).isTrue();
    assertThat(RestartPolicy.of("always", 0).startsWithEngine(stopped, false)).isFalse();
    assertThat(RestartPolicy.of("unless-stopped", 0).startsWithEngine(stopped, true)).isFalse();
    ContainerState created = ContainerState.created();
    assertThat(RestartPolicy.of("always", 0).startsWithEngine(created, true)).isFalse();
  }

  @Test
  void pauseDoublesUpToAMinuteAndBeginsAgainAfterAGoodRun() {
    RestartPace pace = new RestartPace();
    Duration brief = Duration.ofSeconds(1);
    assertThat(pace.next(brief)).isEqualTo(Duration.ofMillis(100));
    assertThat(pace.next(brief)).isEqualTo(Duration.ofMillis(200));
    for (int i = 0; i < 20; i++) {
      pace.next(brief);
    }
    assertThat(pace.next(brief)).isEqualTo(Duration.ofMinutes(1));
    assertThat(pace.next(Duration.ofSeconds(10))).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void emptyNameIsNoPolicyAndUnknownOnesAreRefused() {
    assertThat(RestartPolicy.of("", 0).kind()).isEqualTo(RestartPolicy.Kind.NO);
    assertThatThrownBy(() -> RestartPolicy.of("foo", 0)).hasMessage("invalid restart policy 'foo'");
    assertThatThrownBy(() -> RestartPolicy.of("no", 1))
        .hasMessage("maximum retry count cannot be used with restart policy 'no'");
  }
}
