package dev.jdock.api.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.store.CheckListener;
import dev.jdock.runtime.engine.DiskUsage;
import dev.jdock.runtime.engine.Event;
import dev.jdock.runtime.engine.EventQuery;
import dev.jdock.runtime.engine.Ping;
import dev.jdock.runtime.engine.SystemOperations;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The engine as those see it who take it for Docker's. Programs and scripts compare its version
 * with Docker's, and refuse one that is too old for them: they get that of the Docker whose API is
 * served, and jdock's own as that of a component.
 */
public final class DockerSystem implements SystemOperations {
  private static final String VERSION = "29.7.2";

  private final SystemOperations own;

  public DockerSystem(SystemOperations own) {
    this.own = own;
  }

  @Override
  public ObjectNode version() {
    ObjectNode version = own.version().<ObjectNode>require().deepCopy();
    ArrayNode components = version.withArray("Components");
    String ownVersion = version.path("Version").asText();
    version.put("Version", VERSION);
    for (JsonNode component : components) {
      ((ObjectNode) component).put("Version", VERSION);
    }
    ObjectNode jdock = components.addObject().put("Name", "jdock").put("Version", ownVersion);
    jdock.putObject("Details").set("GitCommit", version.path("GitCommit"));
    return version;
  }

  @Override
  public ObjectNode info() {
    ObjectNode info = own.info().<ObjectNode>require().deepCopy();
    return info.put("ServerVersion", VERSION);
  }

  @Override
  public Ping ping() {
    return own.ping();
  }

  @Override
  public void events(EventQuery query, Runnable ready, Consumer<Event> sink)
      throws InterruptedException {
    own.events(query, ready, sink);
  }

  @Override
  public DiskUsage diskUsage(Set<DiskUsage.Type> types) {
    return own.diskUsage(types);
  }

  @Override
  public void check(boolean repair, CheckListener listener) throws InterruptedException {
    own.check(repair, listener);
  }
}
