package dev.jdock.cli.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.cli.format.PortList.Port;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected texts are what Docker's client prints for the same ports. */
class PortListTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '=',
      nullValues = "none",
      value = {
        "0.0.0.0 8888 8888 tcp = 0.0.0.0:8888->8888/tcp",
        "0.0.0.0 88 88 tcp; :: 88 88 tcp = 0.0.0.0:88->88/tcp, [::]:88->88/tcp",
        "- 80 0 tcp; - 81 0 tcp; - 82 0 udp = 80-81/tcp, 82/udp",
        "0.0.0.0 80 8080 tcp; 0.0.0.0 81 8081 tcp = 0.0.0.0:8080->80/tcp, 0.0.0.0:8081->81/tcp",
        "0.0.0.0 1 1 tcp; :: 1 1 tcp; 0.0.0.0 2 2 tcp; :: 2 2 tcp = 0.0.0.0:1-2->1-2/tcp, [::]:1-2->1-2/tcp",
        "- 443 0 tcp; 0.0.0.0 80 80 tcp; - 444 0 udp; - 445 0 tcp = 443/tcp, 0.0.0.0:80->80/tcp, 445/tcp, 444/udp",
        "0.0.0.0 80 8080 tcp; 127.0.0.1 80 8081 tcp; - 443 0 tcp; 0.0.0.0 53 53 udp; 0.0.0.0 53 53 tcp"
            + " = 0.0.0.0:53->53/tcp, 0.0.0.0:53->53/udp, 443/tcp, 0.0.0.0:8080->80/tcp, 127.0.0.1:8081->80/tcp"
      })
  void joinsNeighbours(String ports, String expected) {
    assertThat(
            PortList.format(Arrays.stream(ports.split(";", -1)).map(PortListTest::port).toList()))
        .isEqualTo(expected);
  }

  @org.junit.jupiter.api.Test
  void showsNothingForNoPorts() {
    assertThat(PortList.format(List.of())).isEmpty();
  }

  private static Port port(String text) {
    String[] parts = text.strip().split(" ", -1);
    String address = parts[0].equals("-") ? "" : parts[0];
    return new Port(address, Integer.parseInt(parts[1]), Integer.parseInt(parts[2]), parts[3]);
  }
}
