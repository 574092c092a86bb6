package dev.jdock.api.container;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.api.json.Fields;
import dev.jdock.runtime.engine.ContainerUpdate;
import java.util.List;

/** The body of {@code POST /containers/{id}/update}. */
final class UpdateBody {
  private UpdateBody() {}

  static ContainerUpdate read(JsonNode json) {
    Fields fields = Fields.of(json);
    Fields restart = fields.object("RestartPolicy");
    return new ContainerUpdate(
        fields.number("Memory"),
        fields.number("MemorySwap"),
        fields.number("MemoryReservation"),
        fields.number("NanoCpus"),
        fields.numberOrNull("PidsLimit"),
        ResourceBody.cpu(fields),
        fields.integer("BlkioWeight"),
        restart.textOrNull("Name"),
        restart.integer("MaximumRetryCount"),
        List.of(),
        List.of());
  }
}
