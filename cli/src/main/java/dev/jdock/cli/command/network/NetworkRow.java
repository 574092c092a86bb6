package dev.jdock.cli.command.network;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.cli.command.output.Human;
import dev.jdock.cli.command.output.RowFormat;
import dev.jdock.image.text.GoTime;
import dev.jdock.runtime.template.GoFunction;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A network's fields for {@code network ls}, named as in Docker's templates. */
final class NetworkRow {
  static final RowFormat FORMAT =
      new RowFormat(
          "*network.networkContext",
          Map.of(
              "ID", "NETWORK ID",
              "Name", "NAME",
              "Driver", "DRIVER",
              "Scope", "SCOPE",
              "IPv4", "IPV4",
              "IPv6", "IPV6",
              "Internal", "INTERNAL",
              "Labels", "LABELS",
              "CreatedAt", "CREATED AT"));

  /** What {@code --format raw} stands for. */
  private static final String RAW =
      """
      network_id: {{.ID}}
      name: {{.Name}}
      driver: {{.Driver}}
      scope: {{.Scope}}
      """;

  private final JsonNode network;
  private final boolean truncate;

  NetworkRow(JsonNode network, boolean truncate) {
    this.network = network;
    this.truncate = truncate;
  }

  /** The template that {@code --format} means. */
  static String template(String format, boolean quiet) {
    boolean raw = format.equals("raw");
    if (quiet && (format.isEmpty() || format.equals("table") || raw)) {
      return raw ? "network_id: {{.ID}}" : "{{.ID}}";
    }
    return raw ? RAW : format;
  }

  /** Alphabetical, as Docker's JSON has them. */
  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    Instant created = Instant.parse(network.path("Created").asText());
    fields.put("CreatedAt", GoTime.string(created.atZone(ZoneOffset.UTC)));
    fields.put("Driver", network.path("Driver").asText());
    String id = network.path("Id").asText();
    fields.put("ID", truncate ? Human.shortId(id) : id);
    fields.put("IPv4", network.path("EnableIPv4").asText());
    fields.put("IPv6", network.path("EnableIPv6").asText());
    fields.put("Internal", network.path("Internal").asText());
    Map<String, String> labels = new TreeMap<>();
    network
        .path("Labels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    fields.put(
        "Labels",
        labels.entrySet().stream()
            .map(label -> label.getKey() + "=" + label.getValue())
            .collect(Collectors.joining(",")));
    fields.put("Name", network.path("Name").asText());
    fields.put("Scope", network.path("Scope").asText());
    fields.put(
        "Label",
        GoFunction.of(
            arguments -> labels.getOrDefault(arguments.string(0), ""), GoFunction.Type.STRING));
    return fields;
  }
}
