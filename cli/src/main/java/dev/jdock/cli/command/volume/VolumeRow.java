package dev.jdock.cli.command.volume;

import dev.jdock.cli.command.output.RowFormat;
import dev.jdock.image.text.HumanSize;
import dev.jdock.runtime.engine.DiskUsage;
import dev.jdock.runtime.engine.Volume;
import dev.jdock.runtime.template.GoFunction;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The fields that a list of volumes shows. */
public final class VolumeRow {
  private static final String NOT_KNOWN = "N/A";

  /** How volumes are shown in rows. */
  public static final RowFormat FORMAT =
      new RowFormat(
          "*formatter.volumeContext",
          Map.of(
              "Name", "VOLUME NAME",
              "Driver", "DRIVER",
              "Scope", "SCOPE",
              "Mountpoint", "MOUNTPOINT",
              "Labels", "LABELS",
              "Links", "LINKS",
              "Size", "SIZE",
              "Group", "GROUP",
              "Availability", "AVAILABILITY",
              "Status", "STATUS"));

  private VolumeRow() {}

  /** Of a volume whose use and size nobody has asked for. */
  static Map<String, Object> of(Volume volume) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("Availability", NOT_KNOWN);
    row.put("Driver", volume.driver());
    row.put("Group", NOT_KNOWN);
    row.put(
        "Labels",
        new TreeMap<>(volume.labels())
            .entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(",")));
    row.put("Links", NOT_KNOWN);
    row.put("Mountpoint", volume.mountpoint());
    row.put("Name", volume.name());
    row.put("Scope", volume.scope());
    row.put("Size", NOT_KNOWN);
    row.put("Status", NOT_KNOWN);
    row.put(
        "Label",
        GoFunction.of(
            arguments -> volume.labels().getOrDefault(arguments.string(0), ""),
            GoFunction.Type.STRING));
    return row;
  }

  /** Of a volume that was measured. */
  public static Map<String, Object> of(DiskUsage.VolumeUsage usage) {
    Map<String, Object> row = of(usage.volume());
    row.put("Links", String.valueOf(usage.links()));
    row.put("Size", HumanSize.decimal((double) usage.size(), 4));
    return row;
  }
}
