package dev.jdock.runtime.machine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.store.LayerStore;
import dev.jdock.linux.tty.PseudoTerminal;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.ContainerRegistry;
import dev.jdock.runtime.container.create.CreateContainer;
import dev.jdock.runtime.container.exec.AttachContainer;
import dev.jdock.runtime.container.exec.ContainerSide;
import dev.jdock.runtime.container.exec.TerminalSize;
import dev.jdock.runtime.container.files.CopyFiles;
import dev.jdock.runtime.container.files.DiffContainer;
import dev.jdock.runtime.container.files.ExportContainer;
import dev.jdock.runtime.container.life.RenameContainer;
import dev.jdock.runtime.container.life.UpdateContainer;
import dev.jdock.runtime.container.record.ContainerState;
import dev.jdock.runtime.container.start.Links;
import dev.jdock.runtime.container.view.InspectContainer;
import dev.jdock.runtime.container.view.ListContainers;
import dev.jdock.runtime.container.view.MeasureContainer;
import dev.jdock.runtime.container.view.TopContainer;
import dev.jdock.runtime.engine.Attachment;
import dev.jdock.runtime.engine.CommitRequest;
import dev.jdock.runtime.engine.ContainerQuery;
import dev.jdock.runtime.engine.ContainerSpec;
import dev.jdock.runtime.engine.ContainerSummary;
import dev.jdock.runtime.engine.ContainerUpdate;
import dev.jdock.runtime.engine.Containers;
import dev.jdock.runtime.engine.Created;
import dev.jdock.runtime.engine.Exit;
import dev.jdock.runtime.engine.FileChange;
import dev.jdock.runtime.engine.Filters;
import dev.jdock.runtime.engine.LogRequest;
import dev.jdock.runtime.engine.LogSink;
import dev.jdock.runtime.engine.Outcome;
import dev.jdock.runtime.engine.PathStat;
import dev.jdock.runtime.engine.ProcessList;
import dev.jdock.runtime.engine.PruneFilter;
import dev.jdock.runtime.engine.Pruned;
import dev.jdock.runtime.engine.StatsRequest;
import dev.jdock.runtime.engine.Streams;
import dev.jdock.runtime.engine.WaitCondition;
import dev.jdock.runtime.log.JsonFileLog;
import dev.jdock.runtime.log.LogCache;
import dev.jdock.runtime.log.LogQuery;
import java.io.FileNotFoundException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the container a request means, and hands it to the verb. */
public final class EngineContainers implements Containers {
  private final ContainerParts parts;
  private final List<String> warnings = new CopyOnWriteArrayList<>();

  /** Which layers a damaged container needs is not known. */
  private final AtomicReference<LayerStore.@Nullable Lease> forDamaged = new AtomicReference<>();

  private final FindContainer containers;

  public EngineContainers(ContainerParts parts) {
    this.parts = parts;
    this.containers = new FindContainer(parts.registry, parts.files);
  }

  /** Takes over what a former engine has left. */
  public void adopt() {
    // Until all are there, it is not known which layers they need.
    try (LayerStore.Lease _ = parts.images.keepLayers()) {
      warnings.addAll(parts.adopt.run());
      if (!parts.files.damaged().isEmpty()) {
        forDamaged.set(parts.images.keepLayers());
      }
    }
  }

  /** What could not be taken over, a line each. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** Lets layers go again that are not used, if no container is damaged any more. */
  public void collectAgain() {
    LayerStore.Lease kept = parts.files.damaged().isEmpty() ? forDamaged.getAndSet(null) : null;
    if (kept != null) {
      kept.close();
    }
  }

  @Override
  public Created create(ContainerSpec spec, @Nullable String platform) {
    return new CreateContainer(
            parts.checks, parts.images, parts.mounts, parts.clock, spec, platform)
        .run();
  }

  @Override
  public Outcome start(String container) {
    return parts.life.start().run(containers.find(container));
  }

  @Override
  public Outcome stop(String container, @Nullable String signal, @Nullable Integer timeoutSeconds) {
    return uninterrupted(
        () -> parts.life.stop().stop(containers.find(container), signal, timeoutSeconds));
  }

  @Override
  public void restart(String container, @Nullable String signal, @Nullable Integer timeoutSeconds) {
    Container found = containers.find(container);
    try (Container.Kept _ = found.keep()) {
      uninterrupted(() -> parts.life.stop().stop(found, signal, timeoutSeconds));
      parts.life.start().run(found);
      found.tell("restart");
    }
  }

  @Override
  public void kill(String container, String signal) {
    parts.life.stop().kill(toKill(container), container, signal);
  }

  private Container toKill(String reference) {
    try {
      return containers.find(reference);
    } catch (JdockException e) {
      throw new JdockException(
          e.kind(), "cannot kill container: " + reference + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void unlink(String link) {
    String name = Links.container(link);
    containers.change(name, found -> parts.links.remove(found, link));
  }

  @Override
  public void remove(String container, boolean force, boolean volumes) {
    uninterrupted(() -> {
      parts.life.remove().run(containers.find(container), force, volumes);
      return Outcome.DONE;
    });
  }

  @Override
  public Pruned prune(Filters filters) {
    PruneFilter filter =
        PruneFilter.of(filters.require(PruneFilter.NAMES), LocalTime.now(parts.clock));
    return parts.prune.run(filter);
  }

  private interface Interruptible<T> {
    T run() throws InterruptedException;
  }

  private static <T> T uninterrupted(Interruptible<T> work) {
    try {
      return work.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JdockException(JdockException.Kind.UNAVAILABLE, "interrupted", e);
    }
  }

  @Override
  public int await(String container, WaitCondition condition) throws InterruptedException {
    return exit(container, condition).await();
  }

  @Override
  public Exit exit(String container, WaitCondition condition) {
    Container found = containers.find(container);
    int exits = found.exits();
    return () ->
        switch (condition) {
          case NOT_RUNNING -> found.awaitPause(exits);
          case NEXT_EXIT -> found.awaitExit(exits);
          case REMOVED -> found.awaitRemoved();
        };
  }

  @Override
  public String resolve(String container) {
    return containers.find(container).id();
  }

  @Override
  public List<ContainerSummary> list(ContainerQuery query) {
    return new ListContainers(parts.registry, parts.sizes, parts.networks, parts.clock, query)
        .run();
  }

  @Override
  public JsonNode inspectForList(String container) {
    return containers.look(
        container, found -> new InspectContainer(parts.inspected, found, List.of()).forList());
  }

  @Override
  public JsonNode inspect(String container, boolean size) {
    return containers.look(
        container,
        found ->
            new InspectContainer(parts.inspected, found, parts.startedExecs.idsOf(found))
                .run(size));
  }

  @Override
  public void logs(String container, LogRequest request, LogSink sink) throws InterruptedException {
    LogQuery query = LogQuery.of(request);
    Container found = containers.find(container);
    if (found.state().status() == ContainerState.Status.DEAD) {
      throw JdockException.conflict(
          "can not get logs from container which is dead or marked for removal");
    }
    if (!LogCache.readable(found.record().spec().logging())) {
      throw JdockException.invalid("configured logging driver does not support reading");
    }
    JsonFileLog log = found.io().log();
    try {
      if (log == null) {
        JsonFileLog.readEnded(parts.files.log(found.id()), query, sink);
      } else {
        log.read(query, sink);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause() instanceof FileNotFoundException && found.isGoing()
          ? ContainerRegistry.missing(container)
          : e;
    }
  }

  @Override
  public Attachment attach(String container, Streams streams) {
    Container found = containers.find(container);
    requireAttachable(found);
    ContainerSpec.Command command = found.record().spec().command();
    Attachment attachment =
        new AttachContainer(new ContainerSide(found), streams, command.stdinOnce(), command.tty());
    found.tell("attach");
    return attachment;
  }

  private static void requireAttachable(Container container) {
    if (container.paused()) {
      throw JdockException.conflict(
          "container " + container.id() + " is paused, unpause the container before attach");
    }
    if (container.state().restarting()) {
      throw JdockException.conflict(
          "container " + container.id() + " is restarting, wait until the container is running");
    }
  }

  @Override
  public void resize(String container, int rows, int columns) {
    Container found = containers.find(container);
    if (!found.state().running()) {
      throw JdockException.conflict("container " + found.id() + " is not running");
    }
    TerminalSize.validate(rows, columns);
    PseudoTerminal terminal = found.io().terminal();
    if (terminal != null) {
      try {
        terminal.resize(rows, columns);
        found.tell("resize", "height", Integer.toString(rows), "width", Integer.toString(columns));
      } catch (IllegalStateException closed) {
        // The container has ended meanwhile.
        return;
      }
    }
  }

  @Override
  public void pause(String container) {
    containers.change(container, found -> parts.life.pause().pause(found));
  }

  @Override
  public void unpause(String container) {
    containers.change(container, found -> parts.life.pause().unpause(found));
  }

  @Override
  public void rename(String container, String newName) {
    containers.change(container, found -> RenameContainer.run(parts.registry, found, newName));
  }

  @Override
  public void stats(String container, StatsRequest request, Consumer<JsonNode> sink)
      throws InterruptedException {
    new MeasureContainer(parts.cgroups, parts.clock, containers.find(container)).run(request, sink);
  }

  @Override
  public List<String> update(String container, ContainerUpdate update) {
    return containers.look(
        container, found -> new UpdateContainer(parts.cgroups, parts.networks, found).run(update));
  }

  @Override
  public List<FileChange> changes(String container) {
    return containers.look(container, found -> new DiffContainer(parts.layers, found).run());
  }

  @Override
  public String commit(String container, CommitRequest request) {
    return containers.look(container, found -> parts.commit.run(found, request));
  }

  @Override
  public ProcessList top(String container, List<String> options) {
    return containers.look(
        container, found -> TopContainer.run(parts.cgroups, parts.clock, found, options));
  }

  @Override
  public PathStat statPath(String container, String path) {
    return containers.look(
        container, found -> new CopyFiles(parts.runs, found, container).stat(path));
  }

  @Override
  public List<String> glob(String container, String pattern) {
    return containers.look(
        container, found -> new CopyFiles(parts.runs, found, container).glob(pattern));
  }

  @Override
  public void readArchive(String container, String path, OutputStream archive) {
    containers.change(
        container, found -> new CopyFiles(parts.runs, found, container).read(path, archive));
  }

  @Override
  public void writeArchive(
      String container,
      String path,
      InputStream archive,
      boolean keepsKinds,
      boolean asContainerUser) {
    containers.change(
        container,
        found ->
            new CopyFiles(parts.runs, found, container)
                .write(path, archive, keepsKinds, asContainerUser));
  }

  @Override
  public void export(String container, OutputStream archive) {
    containers.change(container, found -> ExportContainer.run(parts.runs, found, archive));
  }

  /** The layers that containers are mounted on, whatever became of their images. */
  public Set<Digest> layers() {
    return parts.registry.all().stream()
        .flatMap(container -> container.record().allLayers().stream())
        .map(Digest::parse)
        .collect(Collectors.toSet());
  }

  /** No container is probed from now on. */
  public void stopProbes() {
    parts.registry.all().forEach(container -> container.health().stopProbes());
  }

  /** Closes the descriptors of what runs on without this engine. */
  public void release() {
    parts.registry.all().forEach(Container::release);
  }

  /** Whether any container runs or is to be started again. */
  public boolean anyRunning() {
    return parts.registry.all().stream().anyMatch(each -> each.state().active());
  }

  /** Whether a running container has a terminal or an open input, which end with the engine. */
  public boolean anyInteractive() {
    return parts.registry.all().stream()
        .filter(each -> each.state().running())
        .map(each -> each.record().spec().command())
        .anyMatch(command -> command.tty() || command.openStdin());
  }
}
