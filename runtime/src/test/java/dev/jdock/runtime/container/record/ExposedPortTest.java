package dev.jdock.runtime.container.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.image.oci.ImageConfig;
import dev.jdock.image.oci.ImageConfigJson;
import dev.jdock.image.oci.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExposedPortTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"80/tcp\":{},\"53/udp\":{}} | [53/udp, 80/tcp]",
        "{\"8080\":{}} | [8080/tcp]",
        "{\"8080/\":{},\"8080\":{},\"8080/TCP\":{}} | [8080/tcp]",
        "{\"x\":{},\"\":{},\"/tcp\":{},\"65536\":{},\"80-90/tcp\":{},\"80/foo\":{}} | []",
        "{\"99999999999/tcp\":{},\"-1/tcp\":{},\"1/tcp\":null} | [1/tcp]",
        "\"x\" | []",
        "null | []",
        "[\"80/tcp\"] | []",
        "7 | []",
      })
  void portsAreWhatAnImageSaysAsFarAsItIsSense(String exposed, String ports) {
    String json = "{\"ExposedPorts\":" + exposed + "}";
    ImageConfig config =
        ImageConfigJson.read(Json.read(json.getBytes(StandardCharsets.UTF_8), "test"));
    assertThat(ExposedPort.of(config)).hasToString(ports);
  }
}
