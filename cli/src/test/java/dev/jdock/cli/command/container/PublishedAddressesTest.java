package dev.jdock.cli.command.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishedAddressesTest {
  @ParameterizedTest
  @CsvSource({
    "80/tcp,0.0.0.0,http://localhost:32768/",
    "8080/tcp,127.0.0.1,http://127.0.0.1:32768/",
    "443/tcp,::,https://localhost:32768/",
    "8443/tcp,fd00::1,https://[fd00::1]:32768/",
    "5432/tcp,0.0.0.0,localhost:32768",
    "3306/tcp,10.1.2.3,10.1.2.3:32768",
    "53/udp,0.0.0.0,"
  })
  void onlyWebServersAreGivenToBrowsers(String port, String hostIp, String shown)
      throws IOException {
    JsonNode ports =
        new ObjectMapper()
            .readTree(
                "{\"%s\":[{\"HostIp\":\"%s\",\"HostPort\":\"32768\"}]}".formatted(port, hostIp));
    assertThat(String.join(" ", PublishedAddresses.addresses(ports)))
        .isEqualTo(shown == null ? "" : shown);
  }
}
