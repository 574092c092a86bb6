package dev.jdock.api.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.jdock.api.http.ApiVersion;
import dev.jdock.api.http.Json;
import dev.jdock.runtime.engine.ContainerUpdate;
import dev.jdock.runtime.engine.Resources.DeviceRate;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpdateBodyTest {
  private static ContainerUpdate.BlockIo read(int minor, String json) {
    try {
      return UpdateBody.read(
              Json.mapper().readTree(json.replace('\'', '"')), new ApiVersion(1, minor))
          .blockIo();
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void rulesOfDevicesCountSinceTheyDo() {
    String json =
        "{'BlkioWeight':20,'BlkioDeviceReadBps':[{'Path':'/dev/vda','Rate':7}],"
            + "'BlkioDeviceWriteBps':[],'BlkioWeightDevice':null}";
    assertThat(read(54, json)).isEqualTo(ContainerUpdate.BlockIo.ofWeight(20));
    ContainerUpdate.BlockIo io = read(55, json);
    assertThat(io.weight()).isEqualTo(20);
    assertThat(io.readBps()).isEqualTo(List.of(new DeviceRate("/dev/vda", 7)));
    assertThat(io.writeBps()).isEqualTo(List.of());
    assertThat(io.deviceWeights()).isNull();
    assertThat(io.readIops()).isNull();
  }
}
