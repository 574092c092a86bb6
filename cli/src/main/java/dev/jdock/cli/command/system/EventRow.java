package dev.jdock.cli.command.system;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.text.GoTime;
import dev.jdock.runtime.engine.Event;
import dev.jdock.runtime.template.GoStruct;
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
