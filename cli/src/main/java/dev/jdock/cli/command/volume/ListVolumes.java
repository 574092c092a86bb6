package dev.jdock.cli.command.volume;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.output.ListFlags;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.config.DockerConfig;
import dev.jdock.image.text.NaturalOrder;
import dev.jdock.runtime.engine.DiskUsage;
import dev.jdock.runtime.engine.Engine;
import dev.jdock.runtime.engine.Volume;
import dev.jdock.runtime.engine.VolumeList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code volume ls}. */
@Command(description = "List volumes")
public final class ListVolumes extends Action {
  @Mixin private ListFlags flags = new ListFlags();

  @Option(
      names = "--cluster",
      description = "Display only cluster volumes, which there are none of")
  private boolean cluster;

  @Option(
      names = {"-s", "--size"},
      description = "Show how many containers have each, and how large it is")
  private boolean size;

  public ListVolumes() {
    super(Arity.none());
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    VolumeList list = engine.volumes().list(flags.filters(invocation, List.of()));
    list.warnings().forEach(warning -> invocation.err().println("WARNING: " + warning));
    if (cluster && (flags.quiet() || !flags.format().isEmpty())) {
      throw CommandFailure.of(
          "conflicting options: --cluster and --quiet or --format cannot both be set");
    }
    List<Volume> volumes =
        cluster
            ? List.of()
            : list.volumes().stream()
                .sorted(Comparator.comparing(Volume::name, NaturalOrder.INSTANCE))
                .toList();
    VolumeRow.FORMAT.print(
        invocation.out(),
        template(invocation),
        cluster
            ? List.of("Name", "Group", "Driver", "Availability", "Status")
            : size ? List.of("Driver", "Name", "Links", "Size") : List.of("Driver", "Name"),
        size ? measured(engine, volumes) : volumes.stream().map(VolumeRow::of).toList());
    return 0;
  }

  /** What options of the driver mount is not measured. */
  private static List<Map<String, Object>> measured(Engine engine, List<Volume> volumes) {
    Map<String, DiskUsage.VolumeUsage> usage =
        engine.system().diskUsage(Set.of(DiskUsage.Type.VOLUME)).volumes().stream()
            .collect(Collectors.toMap(each -> each.volume().name(), each -> each));
    return volumes.stream()
        .map(volume -> {
          DiskUsage.VolumeUsage its = usage.get(volume.name());
          return its == null ? VolumeRow.of(volume) : VolumeRow.of(its);
        })
        .toList();
  }

  private String template(Invocation invocation) {
    String template = flags.format();
    if (template.isEmpty() && !flags.quiet() && !cluster) {
      template = DockerConfig.of(invocation).volumesFormat();
    }
    if (flags.quiet() && (template.isEmpty() || template.equals("table"))) {
      return "{{.Name}}";
    }
    if (!template.equals("raw")) {
      return template;
    }
    return flags.quiet() ? "name: {{.Name}}" : "name: {{.Name}}\ndriver: {{.Driver}}\n";
  }
}
