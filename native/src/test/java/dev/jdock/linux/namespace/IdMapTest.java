package dev.jdock.linux.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class IdMapTest {
  @Test
  void withoutPairsEveryIdStays() {
    assertThat(IdMap.identity().text()).isEqualTo("0 0 4294967295\n");
    assertThat(IdMap.of(Map.of(5L, 5L)).isIdentity()).isTrue();
  }

  @Test
  void whomAPairTakesThePlaceOfIsNobody() {
    assertThat(IdMap.of(Map.of(1000L, 0L)).text())
        .isEqualTo("1 1 999\n1000 0 1\n1001 1001 4294966294\n");
    assertThat(IdMap.of(Map.of(1000L, 1001L)).text())
        .isEqualTo("0 0 1000\n1000 1001 1\n1002 1002 4294966293\n");
  }

  @Test
  void pairsMayTakeEachOthersPlaces() {
    assertThat(IdMap.of(Map.of(1L, 2L, 2L, 1L)).text())
        .isEqualTo("0 0 1\n1 2 1\n2 1 1\n3 3 4294967292\n");
  }

  @Test
  void theLastIdMayBeOneOfThem() {
    assertThat(IdMap.of(Map.of(4294967294L, 0L)).text())
        .isEqualTo("1 1 4294967293\n4294967294 0 1\n");
  }
}
