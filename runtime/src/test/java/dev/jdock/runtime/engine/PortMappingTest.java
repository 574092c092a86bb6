package dev.jdock.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PortMappingTest {
  private static final PortMapping MAPPING = new PortMapping("127.0.0.1", 80, 90, 8080, "tcp");

  static PortMapping[] others() {
    return new PortMapping[] {
      new PortMapping("127.0.0.2", 80, 90, 8080, "tcp"),
      new PortMapping("127.0.0.1", 81, 90, 8080, "tcp"),
      new PortMapping("127.0.0.1", 80, 91, 8080, "tcp"),
      new PortMapping("127.0.0.1", 80, 90, 8081, "tcp"),
      new PortMapping("127.0.0.1", 80, 90, 8080, "udp"),
    };
  }

  @ParameterizedTest
  @MethodSource("others")
  void whatDiffersInOneThingIsAnother(PortMapping other) {
    assertThat(MAPPING).isNotEqualTo(other).doesNotHaveSameHashCodeAs(other);
  }

  @Test
  void sameValuesAreTheSame() {
    PortMapping same = new PortMapping(new String("127.0.0.1"), 80, 90, 8080, "tcp");
    assertThat(MAPPING).isEqualTo(same).hasSameHashCodeAs(same);
  }
}
