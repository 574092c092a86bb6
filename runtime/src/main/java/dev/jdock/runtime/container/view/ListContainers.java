package dev.jdock.runtime.container.view;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.store.Image;
import dev.jdock.image.text.GoRegexp;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.ContainerRegistry;
import dev.jdock.runtime.container.record.ContainerMode;
import dev.jdock.runtime.container.record.ContainerRecord;
import dev.jdock.runtime.container.record.ContainerState;
import dev.jdock.runtime.container.record.ExposedPort;
import dev.jdock.runtime.container.record.Health;
import dev.jdock.runtime.container.record.HealthCheckPlan;
import dev.jdock.runtime.container.record.MountPoint;
import dev.jdock.runtime.engine.ContainerQuery;
import dev.jdock.runtime.engine.ContainerSummary;
import dev.jdock.runtime.engine.Networking;
import dev.jdock.runtime.network.Networks;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code docker ps}. */
public final class ListContainers {
  private final ContainerRegistry registry;
  private final ContainerSizes sizes;
  private final Networks networks;
  private final Clock clock;
  private final ContainerQuery query;

  /** By name, empty for none: hundreds of containers may be of one image. */
  private final Map<String, String> imageIds = new HashMap<>();

  public ListContainers(
      ContainerRegistry registry,
      ContainerSizes sizes,
      Networks networks,
      Clock clock,
      ContainerQuery query) {
    this.registry = registry;
    this.sizes = sizes;
    this.networks = networks;
    this.clock = clock;
    this.query = query;
  }

  /** Newest first. */
  public List<ContainerSummary> run() {
    ListFilters.validate(query.filters());
    // Unknown ones are refused, whatever other filters leave.
    for (String key : List.of("before", "since")) {
      query.filters().getOrDefault(key, List.of()).forEach(this::created);
    }
    boolean all = query.all() || query.last() > 0 || query.filters().containsKey("status");
    List<ContainerSummary> result = new ArrayList<>();
    for (Container container : registry.all()) {
      if ((all || container.state().active()) && matches(container)) {
        result.add(summary(container));
        if (query.last() > 0 && result.size() == query.last()) {
          break;
        }
      }
    }
    return result;
  }

  private boolean matches(Container container) {
    return query.filters().entrySet().stream()
        .allMatch(filter ->
            filter.getKey().equals("label")
                ? filter.getValue().stream().allMatch(value -> hasLabel(container, value))
                : filter.getValue().stream()
                    .anyMatch(value -> matches(container, filter.getKey(), value)));
  }

  private boolean matches(Container container, String key, String value) {
    ContainerRecord record = container.record();
    return switch (key) {
      case "id" -> container.id().startsWith(value);
      case "name" -> isNamed(container.name(), value);
      case "status" -> container.status().equals(value);
      case "health" -> healthOf(container).equals(value);
      case "exited" ->
          container.state().status() == ContainerState.Status.EXITED
              && value.equals(Integer.toString(container.state().exitCode()));
      case "ancestor" -> isAncestor(record, value);
      case "before" -> record.created().compareTo(created(value)) < 0;
      case "since" -> record.created().compareTo(created(value)) > 0;
      case "volume" -> record.mounts().stream().anyMatch(mount -> isVolume(mount, value));
      case "network" -> isOn(record, value);
      // Isolation is Windows'.
      case "isolation" -> true;
      // Tasks are Swarm's.
      case "is-task" -> value.equals("false") || value.equals("0");
      case "expose" ->
          ExposedPort.of(record.config()).stream()
              .anyMatch(port -> ListFilters.isPort(port.toString(), value));
      case "publish" ->
          Ports.of(networks, container).stream()
              .anyMatch(port -> ListFilters.isPort(port.publicPort() + "/" + port.type(), value));
      default -> throw JdockException.invalid("invalid filter '" + key + "'");
    };
  }

  /** {@code none} for what is not probed. */
  private static String healthOf(Container container) {
    Health health = container.health().last();
    return health == null || HealthCheckPlan.of(container.record().config()) == null
        ? "none"
        : health.status().text();
  }

  /** An expression that cannot be read matches nothing, as in Docker. */
  private static boolean isNamed(String name, String wanted) {
    try {
      GoRegexp pattern = GoRegexp.compile(wanted);
      return pattern.find("/" + name) || pattern.find(name);
    } catch (JdockException noExpression) {
      return name.equals(wanted);
    }
  }

  /** By a volume's name, by where it is in the container, or by the folder of the host. */
  private static boolean isVolume(MountPoint mount, String wanted) {
    return (mount.name().isEmpty() ? mount.source() : mount.name()).equals(wanted)
        || mount.destination().equals(wanted);
  }

  private String created(String reference) {
    return registry.find(reference).record().created();
  }

  private boolean isAncestor(ContainerRecord record, String value) {
    Optional<Image> ancestor = sizes.images().tryFind(value);
    if (ancestor.isEmpty()) {
      return false;
    }
    List<String> layers = ancestor.get().diffIds();
    return record.imageId().equals(ancestor.get().id())
        || (record.layers().size() >= layers.size()
            && record.layers().subList(0, layers.size()).equals(layers)
            && !layers.isEmpty());
  }

  private static boolean hasLabel(Container container, String wanted) {
    Map<String, String> labels = container.record().config().labels();
    int equals = wanted.indexOf('=');
    return equals < 0
        ? labels.containsKey(wanted)
        : wanted.substring(equals + 1).equals(labels.get(wanted.substring(0, equals)));
  }

  private ContainerSummary summary(Container container) {
    ContainerRecord record = container.record();
    ContainerState state = container.state();
    long[] bytes = query.size() ? sizes.of(record) : new long[] {-1, -1};
    return new ContainerSummary(
        record.id(),
        List.of("/" + record.name()),
        imageName(record),
        record.imageId(),
        commandText(record.commandLine()),
        Instant.parse(record.created()),
        Ports.of(networks, container),
        record.config().labels(),
        container.status(),
        StatusText.of(state, container.health().last(), clock.instant())
            + (container.paused() ? " (Paused)" : ""),
        record.spec().networking().mode(),
        networksOf(record),
        record.mounts().stream()
            .filter(mount -> !mount.type().equals("tmpfs"))
            .map(mount ->
                new ContainerSummary.Mount(
                    mount.type(), mount.name(), mount.source(), mount.destination()))
            .toList(),
        bytes[0],
        bytes[1],
        exitReason(state));
  }

  /** {@code OOM}, {@code stopped} or {@code killed}; empty for one that ended by itself. */
  private static String exitReason(ContainerState state) {
    if (state.status() != ContainerState.Status.EXITED) {
      return "";
    }
    if (state.oomKilled()) {
      return "OOM";
    }
    return state.exitCode() == 137 ? "killed" : state.stoppedByUser() ? "stopped" : "";
  }

  /** Arguments with spaces are quoted, for the eye only. */
  private static String commandText(List<String> commandLine) {
    return commandLine.stream()
        .map(word -> word.contains(" ") ? "'" + word + "'" : word)
        .collect(Collectors.joining(" "));
  }

  /** A container in another's network has no networks of its own, but its mode. */
  private static List<String> networksOf(ContainerRecord record) {
    String mode = record.spec().networking().mode();
    return ContainerMode.isContainer(mode)
        ? List.of(mode)
        : record.spec().networking().networks().stream()
            .map(Networking.Attachment::network)
            .sorted()
            .toList();
  }

  /** By a network's name, or by its id. */
  private boolean isOn(ContainerRecord record, String wanted) {
    return networksOf(record).stream()
        .anyMatch(name ->
            name.equals(wanted)
                || networks
                    .definitions()
                    .named(name)
                    .filter(network -> network.id().equals(wanted))
                    .isPresent());
  }

  /** The name it was made from, or its id once that name means another image. */
  private String imageName(ContainerRecord record) {
    String name = record.spec().image();
    String id =
        imageIds.computeIfAbsent(
            name, each -> sizes.images().tryFind(each).map(Image::id).orElse(""));
    return id.equals(record.imageId()) ? name : record.imageId();
  }
}
