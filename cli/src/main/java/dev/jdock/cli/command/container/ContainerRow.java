package dev.jdock.cli.command.container;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.output.Human;
import dev.jdock.cli.command.output.RowFormat;
import dev.jdock.cli.command.output.RowFormat.Complaints;
import dev.jdock.cli.format.Formatter;
import dev.jdock.cli.format.PortList;
import dev.jdock.image.text.GoQuote;
import dev.jdock.image.text.HumanDuration;
import dev.jdock.image.text.HumanSize;
import dev.jdock.runtime.engine.ContainerSummary;
import dev.jdock.runtime.template.GoFunction;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A container's fields for {@code ps}, named as in Docker's templates. */
public final class ContainerRow {
  private static final int COMMAND_WIDTH = 20;
  private static final int MOUNT_WIDTH = 15;

  /** How {@code ps} shows rows. */
  public static final RowFormat FORMAT =
      new RowFormat(
          new Formatter(
              "*formatter.ContainerContext",
              Map.ofEntries(
                  Map.entry("ExitReason", "EXIT REASON"),
                  Map.entry("ID", "CONTAINER ID"),
                  Map.entry("Names", "NAMES"),
                  Map.entry("Image", "IMAGE"),
                  Map.entry("Command", "COMMAND"),
                  Map.entry("CreatedAt", "CREATED AT"),
                  Map.entry("RunningFor", "CREATED"),
                  Map.entry("Ports", "PORTS"),
                  Map.entry("State", "STATE"),
                  Map.entry("Status", "STATUS"),
                  Map.entry("Size", "SIZE"),
                  Map.entry("Labels", "LABELS"),
                  Map.entry("LocalVolumes", "LOCAL VOLUMES"),
                  Map.entry("Mounts", "MOUNTS"),
                  Map.entry("Networks", "NETWORKS"),
                  Map.entry("Platform", "PLATFORM"))),
          new Complaints("failed to parse template: ", "failed to execute template: "));

  /** What {@code --format raw} stands for. */
  private static final String RAW =
      """
      container_id: {{.ID}}
      image: {{.Image}}
      command: {{.Command}}
      created_at: {{.CreatedAt}}
      state:{{pad .State 1 0}}
      status:{{pad .Status 1 0}}
      names: {{.Names}}
      labels:{{pad .Labels 1 0}}
      ports:{{pad .Ports 1 0}}
      """;

  private final Invocation invocation;
  private final ContainerSummary container;
  private final boolean truncate;

  public ContainerRow(Invocation invocation, ContainerSummary container, boolean truncate) {
    this.invocation = invocation;
    this.container = container;
    this.truncate = truncate;
  }

  /** The template that {@code --format} means. */
  public static String template(String format, boolean quiet, boolean size) {
    boolean raw = format.equals("raw");
    if (quiet) {
      return raw ? "container_id: {{.ID}}" : "{{.ID}}";
    }
    return raw ? RAW + (size ? "size: {{.Size}}\n" : "") : format;
  }

  String id() {
    return truncate ? Human.shortId(container.id()) : container.id();
  }

  /** Alphabetical, as Docker's JSON has them. */
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    put(fields, "Command", this::command);
    put(fields, "CreatedAt", () -> Human.goTime(invocation, container.created()));
    put(fields, "ID", this::id);
    put(fields, "Image", this::image);
    put(fields, "Labels", this::labels);
    put(fields, "LocalVolumes", () -> String.valueOf(localVolumes()));
    put(fields, "Mounts", this::mounts);
    put(fields, "Names", this::names);
    put(fields, "Networks", () -> String.join(",", container.networks()));
    fields.put("Platform", null);
    put(fields, "Ports", this::ports);
    put(fields, "RunningFor", this::runningFor);
    put(fields, "Size", this::size);
    put(fields, "State", container::state);
    put(fields, "Status", container::status);
    // A method, so that the whole row as JSON stays what Docker prints.
    fields.put("ExitReason", GoFunction.of(_ -> container.exitReason()));
    fields.put(
        "Label",
        GoFunction.of(
            arguments -> container.labels().getOrDefault(arguments.string(0), ""),
            GoFunction.Type.STRING));
    return fields;
  }

  /**
   * For one that is asked for only: a table shows half of them, and a time needs its zone's rules.
   */
  private static void put(Map<String, Object> fields, String name, Supplier<String> value) {
    fields.put(name, value);
  }

  private String runningFor() {
    return HumanDuration.of(Duration.between(container.created(), Instant.now())) + " ago";
  }

  private String command() {
    return GoQuote.quote(
        truncate ? Human.ellipsis(container.command(), COMMAND_WIDTH) : container.command());
  }

  private String image() {
    String image = container.image();
    if (image.isEmpty()) {
      return "<no image>";
    }
    if (!truncate) {
      return image;
    }
    String shortImage = Human.shortId(container.imageId());
    if (shortImage.equals(Human.shortId(image))) {
      return shortImage;
    }
    // A digest says nothing to a reader where there is no tag either.
    int digest = image.indexOf('@');
    return digest < 0 || image.lastIndexOf(':', digest) > image.lastIndexOf('/', digest)
        ? image
        : image.substring(0, digest);
  }

  private String names() {
    List<String> names =
        container.names().stream()
            .map(name -> name.startsWith("/") ? name.substring(1) : name)
            .toList();
    return names.stream()
        .filter(name -> !truncate || !name.contains("/"))
        .collect(Collectors.joining(","));
  }

  private String ports() {
    return PortList.format(
        container.ports().stream()
            .map(port ->
                new PortList.Port(port.ip(), port.privatePort(), port.publicPort(), port.type()))
            .toList());
  }

  private String labels() {
    return new TreeMap<>(container.labels())
        .entrySet().stream()
            .map(label -> label.getKey() + "=" + label.getValue())
            .collect(Collectors.joining(","));
  }

  private long localVolumes() {
    return container.mounts().stream().filter(mount -> mount.type().equals("volume")).count();
  }

  private String mounts() {
    return container.mounts().stream()
        .map(mount -> mount.name().isEmpty() ? mount.source() : mount.name())
        .map(name -> truncate ? Human.ellipsis(name, MOUNT_WIDTH) : name)
        .collect(Collectors.joining(","));
  }

  private String size() {
    String written = HumanSize.decimal((double) Math.max(0, container.sizeRw()), 3);
    return container.sizeRootFs() > 0
        ? written + " (virtual " + HumanSize.decimal((double) container.sizeRootFs(), 3) + ")"
        : written;
  }
}
