package dev.jdock.cli.command.system;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.text.GoTime;
import dev.jdock.runtime.engine.Event;
import dev.jdock.runtime.template.GoStruct;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.stream.Collectors;

/** An event in the forms that Docker prints. */
final class EventRow {
  /** What a template can ask for. */
  static final GoStruct EMPTY =
      new GoStruct(
          "*events.Message",
          Map.of(
              "Status", "",
              "ID", "",
              "From", "",
              "Type", "",
              "Action", "",
              "Actor",
                  GoStruct.of(
                      "events.Actor",
                      JsonNodeFactory.instance
                          .objectNode()
                          .put("ID", "")
                          .set("Attributes", JsonNodeFactory.instance.objectNode())),
              "Scope", "",
              "Time", 0,
              "TimeNano", 0));

  private EventRow() {}

  /** One line for people. */
  static String text(Event event, ZoneId zone) {
    String attributes =
        event.attributes().entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining(", ", " (", ")"));
    return GoTime.rfc3339Nano(event.time().atZone(zone))
        + " "
        + event.type()
        + " "
        + event.action()
        + " "
        + event.id()
        + (event.attributes().isEmpty() ? "" : attributes);
  }

  /** As in the Docker Engine API; the first three fields are what old clients look for. */
  static ObjectNode json(Event event) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    boolean old = event.type().equals("container") || event.type().equals("image");
    if (old) {
      json.put("status", event.action());
    }
    if (old && !event.id().isEmpty()) {
      json.put("id", event.id());
    }
    if (event.type().equals("container") && !event.attribute("image").isEmpty()) {
      json.put("from", event.attribute("image"));
    }
    json.put("Type", event.type()).put("Action", event.action());
    ObjectNode actor = json.putObject("Actor").put("ID", event.id());
    ObjectNode attributes = actor.putObject("Attributes");
    event.attributes().forEach(attributes::put);
    json.put("scope", "local").put("time", event.time().getEpochSecond());
    json.put("timeNano", Duration.between(Instant.EPOCH, event.time()).toNanos());
    return json;
  }

  /** With the fields that others have, empty: a template may ask for them. */
  static ObjectNode complete(ObjectNode json) {
    ObjectNode whole = JsonNodeFactory.instance.objectNode();
    whole.put("status", json.path("status").asText());
    whole.put("id", json.path("id").asText());
    whole.put("from", json.path("from").asText());
    whole.setAll(json);
    return whole;
  }
}
