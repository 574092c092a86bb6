package dev.jdock.cli.command.volume;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.runtime.engine.Engine;
import dev.jdock.runtime.engine.Volume;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code volume update}, which is for volumes of a Swarm: no other can be changed. */
@Command(description = "Update a volume (cluster volumes only)")
public final class UpdateVolume extends Action {
  @Option(
      names = "--availability",
      paramLabel = "string",
      description = "Cluster volume availability (active, pause, drain)")
  @SuppressWarnings("UnusedVariable") // No volume here could have it: the command refuses all.
  private String availability = "";

  public UpdateVolume() {
    super(Arity.exactly(1));
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    Volume _ = engine.volumes().inspect(argument(0));
    throw CommandFailure.of("can only update cluster volumes");
  }
}
