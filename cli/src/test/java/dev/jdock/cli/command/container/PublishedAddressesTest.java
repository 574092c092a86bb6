package dev.jdock.cli.command.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
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
    "3306/tcp,10.1.2.3,10.1.2.3:32768"
  })
  void onlyWebServersAreGivenToBrowsers(String port, String hostIp, String shown)
      throws IOException {
    assertThat(PublishedAddresses.of(port, bindings(hostIp), Map.of())).containsExactly(shown);
  }

  private static JsonNode bindings(String hostIp) throws IOException {
    return new ObjectMapper()
        .readTree("[{\"HostIp\":\"%s\",\"HostPort\":\"32768\"}]".formatted(hostIp));
  }

  @Test
  void aServersOwnPageIsShownAtThePortOfTheMachine() throws IOException {
    Map<String, Page> pages = Map.of("8888", new Page("http", "/lab?token=abcdefgh"));
    assertThat(PublishedAddresses.of("8888/tcp", bindings("0.0.0.0"), pages))
        .containsExactly("http://localhost:32768/lab?token=abcdefgh");
    assertThat(PublishedAddresses.of("80/tcp", bindings("0.0.0.0"), pages))
        .containsExactly("http://localhost:32768/");
  }
}
