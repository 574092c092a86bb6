package dev.jdock.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddressPoolsTest {
  @Test
  void poolsAreDockersInItsOrder() {
    List<Subnet> all = new ArrayList<>();
    for (AddressPools.AddressPool pool : AddressPools.DOCKERS) {
      pool.first(all).ifPresent(all::add);
      while (pool.first(all).isPresent()) {
        all.add(pool.first(all).get());
      }
    }
    assertThat(all).hasSize(31).extracting(Subnet::toString).startsWith("172.17.0.0/16");
    assertThat(all.get(14)).hasToString("172.31.0.0/16");
    assertThat(all.getLast()).hasToString("192.168.240.0/20");
  }

  @Test
  void whatIsUsedIsLeftOutHoweverLargeItIs() {
    AddressPools.AddressPool pool = new AddressPools.AddressPool(Subnet.parse("fd00::/8"), 64);

    assertThat(pool.first(List.of(Subnet.parse("fd00::/9"), Subnet.parse("fd80::5/128"))))
        .contains(Subnet.parse("fd80:0:0:1::/64"));
    assertThat(pool.first(List.of(Subnet.parse("fc00::/7")))).isEmpty();
  }
}
