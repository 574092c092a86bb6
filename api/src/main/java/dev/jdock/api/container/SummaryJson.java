package dev.jdock.api.container;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.api.http.ApiVersion;
import dev.jdock.api.http.Json;
import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.ContainerSummary;
import dev.jdock.runtime.engine.Containers;
import java.util.List;

/** A container of {@code GET /containers/json}. */
public final class SummaryJson {
  private SummaryJson() {}

  /** Those that are still there, as a version has them. */
  public static ArrayNode of(
      List<ContainerSummary> summaries, Containers containers, ApiVersion version) {
    ArrayNode json = Json.mapper().createArrayNode();
    for (ContainerSummary summary : summaries) {
      try {
        json.add(of(summary, containers, version));
      } catch (JdockException e) {
        if (e.kind() != JdockException.Kind.NOT_FOUND) {
          throw e;
        }
      }
    }
    return json;
  }

  /**
   * @param containers to ask for its networks and mounts
   * @throws dev.jdock.image.error.JdockException NOT_FOUND when it has been removed meanwhile
   */
  private static ObjectNode of(
      ContainerSummary summary, Containers containers, ApiVersion version) {
    JsonNode details = containers.inspectForList(summary.id());
    ObjectNode json = Json.object().put("Id", summary.id());
    summary.names().forEach(json.putArray("Names")::add);
    json.put("Image", summary.image()).put("ImageID", summary.imageId());
    json.put("Command", summary.command()).put("Created", summary.created().getEpochSecond());
    ArrayNode ports = json.putArray("Ports");
    for (ContainerSummary.Port port : summary.ports()) {
      ObjectNode each = ports.addObject();
      if (!port.ip().isEmpty()) {
        each.put("IP", port.ip());
      }
      each.put("PrivatePort", port.privatePort());
      if (port.publicPort() != 0) {
        each.put("PublicPort", port.publicPort());
      }
      each.put("Type", port.type());
    }
    if (summary.sizeRw() > 0) {
      json.put("SizeRw", summary.sizeRw());
    }
    if (summary.sizeRootFs() > 0) {
      json.put("SizeRootFs", summary.sizeRootFs());
    }
    json.set("Labels", Json.mapper().valueToTree(summary.labels()));
    json.put("State", summary.state()).put("Status", summary.status());
    json.putObject("HostConfig").put("NetworkMode", summary.networkMode());
    if (version.isAtLeast(52)) {
      json.set("Health", details.path("Health"));
    }
    json.putObject("NetworkSettings")
        .set("Networks", details.path("NetworkSettings").path("Networks"));
    json.set("Mounts", details.path("Mounts"));
    return json;
  }
}
