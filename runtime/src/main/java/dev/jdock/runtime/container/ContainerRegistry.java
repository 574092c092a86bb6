package dev.jdock.runtime.container;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.container.record.ContainerFiles;
import dev.jdock.runtime.container.record.ContainerRecord;
import dev.jdock.runtime.container.record.Names;
import dev.jdock.runtime.event.EventBus;
import dev.jdock.runtime.io.OutputPump;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All containers, by id and by name. */
public final class ContainerRegistry {
  private final ContainerFiles files;
  private final OutputPump pump;
  private final EventBus events;
  private final Map<String, Container> byId = new LinkedHashMap<>();
  private final Map<String, String> idByName = new LinkedHashMap<>();

  /**
   * @param files of the containers
   * @param pump reads their output
   * @param events is notified of what happens to them
   */
  public ContainerRegistry(ContainerFiles files, OutputPump pump, EventBus events) {
    this.files = files;
    this.pump = pump;
    this.events = events;
  }

  /** From now on there is a container of that record. */
  public Container register(ContainerRecord record) {
    Container container =
        new Container(files, record, files.loadState(record.id()), new ContainerIo(pump), events);
    add(container);
    return container;
  }

  private synchronized void add(Container container) {
    byId.put(container.id(), container);
    idByName.put(container.name(), container.id());
  }

  /**
   * Takes a name for a container to be made.
   *
   * @param wanted null for a generated one
   * @throws JdockException CONFLICT when it is taken, INVALID when it is no name
   */
  public synchronized String reserveName(@Nullable String wanted, String id) {
    if (wanted == null || wanted.isEmpty()) {
      String name = Names.generate(each -> holder(each) != null);
      idByName.put(name, id);
      return name;
    }
    String name = checkName(wanted);
    idByName.put(name, id);
    return name;
  }

  /**
   * A name that a container to be made could have now.
   *
   * @return without its slash
   * @throws JdockException CONFLICT when it is taken, INVALID when it is no name
   */
  public synchronized String checkName(String wanted) {
    String name = Names.validated(wanted);
    String holder = holder(name);
    if (holder != null) {
      throw JdockException.conflict(
          "Conflict. The container name \"/"
              + name
              + "\" is already in use by container \""
              + holder
              + "\". You have to remove (or rename) that container to be able to reuse that name.");
    }
    return name;
  }

  /** The id of the container of that name, also of one that cannot be read any more. */
  private @Nullable String holder(String name) {
    String holder = idByName.get(name);
    return holder == null ? files.damagedOfName(name).orElse(null) : holder;
  }

  public synchronized void releaseName(String name) {
    idByName.remove(name);
  }

  public synchronized void remove(Container container) {
    byId.remove(container.id());
    idByName.remove(container.name());
  }

  /** Whether there is, or is about to be, a container of that id. */
  public synchronized boolean isTaken(String id) {
    return byId.containsKey(id) || idByName.containsValue(id);
  }

  public synchronized boolean knows(String id) {
    return byId.containsKey(id);
  }

  public synchronized Collection<Container> all() {
    List<Container> all = new ArrayList<>(byId.values());
    // No Comparator.comparing: what that makes is in no AOT cache, and takes a first command 5 ms.
    all.sort((a, b) -> b.record().created().compareTo(a.record().created()));
    return all;
  }

  /**
   * By id, name or unique id prefix, in this order.
   *
   * @throws JdockException NOT_FOUND {@code No such container: X}; INVALID for an ambiguous prefix
   */
  public Container find(String reference) {
    return tryFind(reference).orElseThrow(() -> missing(reference));
  }

  public static JdockException missing(String reference) {
    return JdockException.notFound("No such container: " + reference);
  }

  private synchronized Optional<Container> tryFind(String reference) {
    Container exact = byId.get(reference);
    if (exact != null) {
      return Optional.of(exact);
    }
    String name = reference.startsWith("/") ? reference.substring(1) : reference;
    String id = idByName.get(name);
    if (id != null && byId.containsKey(id)) {
      return Optional.ofNullable(byId.get(id));
    }
    if (reference.isEmpty()) {
      return Optional.empty();
    }
    List<Container> matches =
        byId.values().stream().filter(each -> each.id().startsWith(reference)).toList();
    if (matches.size() > 1) {
      throw JdockException.invalid("Multiple IDs found with provided prefix: " + reference);
    }
    return matches.stream().findFirst();
  }
}
