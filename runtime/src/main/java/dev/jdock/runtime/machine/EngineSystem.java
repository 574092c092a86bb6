package dev.jdock.runtime.machine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.image.store.CheckListener;
import dev.jdock.runtime.engine.DiskUsage;
import dev.jdock.runtime.engine.Event;
import dev.jdock.runtime.engine.EventQuery;
import dev.jdock.runtime.engine.Ping;
import dev.jdock.runtime.engine.SystemOperations;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;

/** The engine and its machine. */
final class EngineSystem implements SystemOperations {
  private final Path root;
  private final ContainerParts parts;
  private final EngineContainers containers;
  private final EngineTransfers transfers;
  private final EngineBuilds builds;

  EngineSystem(
      Path root,
      ContainerParts parts,
      EngineContainers containers,
      EngineTransfers transfers,
      EngineBuilds builds) {
    this.root = root;
    this.parts = parts;
    this.containers = containers;
    this.transfers = transfers;
    this.builds = builds;
  }

  @Override
  public Ping ping() {
    return SystemInfo.ping();
  }

  @Override
  public JsonNode info() {
    return new SystemInfo(root, parts).info();
  }

  @Override
  public JsonNode version() {
    return SystemInfo.version();
  }

  @Override
  public void events(EventQuery query, Runnable ready, Consumer<Event> sink)
      throws InterruptedException {
    parts.events.listen(query, ready, sink);
  }

  @Override
  public DiskUsage diskUsage(Set<DiskUsage.Type> types) {
    return new DiskMeasure(parts, containers, builds).run(types);
  }

  @Override
  public void check(boolean repair, CheckListener listener) throws InterruptedException {
    parts.images.check(repair, listener);
    transfers.check(repair, listener);
    builds.check(repair, listener);
    new ContainerCheck(parts, root, repair, listener).run();
    containers.collectAgain();
  }
}
