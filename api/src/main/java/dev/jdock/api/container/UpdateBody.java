package dev.jdock.api.container;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.api.http.ApiVersion;
import dev.jdock.api.json.Fields;
import dev.jdock.runtime.engine.ContainerUpdate;
import dev.jdock.runtime.engine.ContainerUpdate.BlockIo;
import dev.jdock.runtime.engine.Resources.DeviceRate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /containers/{id}/update}. */
final class UpdateBody {
  private UpdateBody() {}

  static ContainerUpdate read(JsonNode json, ApiVersion version) {
    Fields fields = Fields.of(json);
    Fields restart = fields.object("RestartPolicy");
    return new ContainerUpdate(
        fields.number("Memory"),
        fields.number("MemorySwap"),
        fields.number("MemoryReservation"),
        fields.number("NanoCpus"),
        fields.numberOrNull("PidsLimit"),
        ResourceBody.cpu(fields),
        new BlockIo(
            fields.integer("BlkioWeight"),
            rates(fields, "BlkioWeightDevice", "Weight", version),
            rates(fields, "BlkioDeviceReadBps", "Rate", version),
            rates(fields, "BlkioDeviceWriteBps", "Rate", version),
            rates(fields, "BlkioDeviceReadIOps", "Rate", version),
            rates(fields, "BlkioDeviceWriteIOps", "Rate", version)),
        restart.textOrNull("Name"),
        restart.integer("MaximumRetryCount"),
        List.of(),
        List.of());
  }

  /** Clients of versions before 1.55 send what they have, and mean nothing by it. */
  private static @Nullable List<DeviceRate> rates(
      Fields fields, String name, String number, ApiVersion version) {
    return version.isAtLeast(55) && fields.has(name)
        ? ResourceBody.rates(fields, name, number)
        : null;
  }
}
