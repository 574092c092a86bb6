package dev.jdock.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressCheckTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"1.2.3.4", "255.255.255.255", "0.0.0.0", "::", "::1", "fe80::1%eth0", "::1.2.3.4"})
  void addressesAreTaken(String text) {
    assertThat(AddressCheck.isIp(text)).isTrue();
  }

  /** Leading zeros mean octal numbers to some programs: Go refuses them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1.2.3",
        "256.1.1.1",
        "010.1.1.1",
        "a.b",
        "localhost",
        ":::",
        "1::2::3",
        "::%"
      })
  void namesAndOthersAreNot(String text) {
    assertThat(AddressCheck.isIp(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"02:42:AC:11:00:05", "02-42-ac-11-00-05", "0242.ac11.0005"})
  void ethernetAddressesHaveThreeNotations(String text) {
    assertThat(AddressCheck.isMac(text)).isTrue();
    assertThat(AddressCheck.withColons(text)).isEqualTo("02:42:ac:11:00:05");
  }

  @Test
  void ethernetAddressesHaveSixOctets() {
    assertThat(AddressCheck.isMac("00:11:22:33:44:55:66:77")).isFalse();
    assertThat(AddressCheck.isMac("02:42-ac:11:00:05")).isFalse();
  }
}
