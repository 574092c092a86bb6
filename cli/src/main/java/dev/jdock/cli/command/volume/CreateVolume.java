package dev.jdock.cli.command.volume;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.Checked;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.command.syntax.NameValues;
import dev.jdock.runtime.engine.Engine;
import dev.jdock.runtime.engine.VolumeRequest;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code volume create}. */
@Command(description = "Create a volume")
public final class CreateVolume extends Action {
  @Option(
      names = {"-d", "--driver"},
      paramLabel = "string",
      description = "Specify volume driver name (local)")
  private String driver = "local";

  @Option(
      names = "--label",
      paramLabel = "list",
      converter = Checked.Label.class,
      description = "Set metadata for a volume")
  private List<String> labels = new ArrayList<>();

  @Option(
      names = {"-o", "--opt"},
      paramLabel = "map",
      description = "Set driver specific options (type=…, o=…, device=…)")
  private List<String> options = new ArrayList<>();

  /** What the name was given by before it was an argument; scripts still do. */
  @Option(names = "--name", paramLabel = "string", hidden = true)
  private String name = "";

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  public CreateVolume() {
    super(Arity.between(0, 1));
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    if (!arguments().isEmpty() && !name.isEmpty()) {
      throw CommandFailure.of(
          "conflicting options: cannot specify a volume-name through both --name and as a"
              + " positional arg");
    }
    cluster.refuse();
    VolumeRequest request =
        new VolumeRequest(
            arguments().isEmpty() ? name : argument(0),
            driver,
            NameValues.of(options),
            NameValues.of(labels));
    invocation.out().println(engine.volumes().create(request).name());
    return 0;
  }
}
