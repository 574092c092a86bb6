package dev.jdock.api.system;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.runtime.engine.Event;
import java.time.Duration;
import java.time.Instant;

/** An event as the API has it. */
public final class EventJson {
  private EventJson() {}

  /** With the fields that versions before 1.52 have besides: status, id and from. */
  public static ObjectNode withOldFields(Event event) {
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
    return json.setAll(of(event));
  }

  /** With the fields of all versions. */
  public static ObjectNode of(Event event) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("Type", event.type()).put("Action", event.action());
    ObjectNode actor = json.putObject("Actor").put("ID", event.id());
    ObjectNode attributes = actor.putObject("Attributes");
    event.attributes().forEach(attributes::put);
    json.put("scope", "local").put("time", event.time().getEpochSecond());
    return json.put("timeNano", Duration.between(Instant.EPOCH, event.time()).toNanos());
  }
}
