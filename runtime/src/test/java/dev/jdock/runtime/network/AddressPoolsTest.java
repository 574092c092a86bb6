package dev.jdock.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AddressPoolsTest {
  @Test
  void poolsAreDockersInItsOrder() {
    assertThat(AddressPools.all())
        .hasSize(31)
        .extracting(Subnet::toString)
        .startsWith("172.17.0.0/16");
    assertThat(AddressPools.all().get(14)).hasToString("172.31.0.0/16");
    assertThat(AddressPools.all().getLast()).hasToString("192.168.240.0/20");
  }
}
