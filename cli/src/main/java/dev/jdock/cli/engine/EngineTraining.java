package dev.jdock.cli.engine;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.SyscallException;
import java.nio.file.Path;

/**
 * The engine that the build runs once to fill the AOT cache, for the commands of {@code train.sh}.
 * A start loads all that is in that cache at once, so what is seldom used is better left out.
 */
final class EngineTraining {
  private EngineTraining() {}

  /**
   * @param arguments as for {@link EngineMain}
   */
  public static void main(String[] arguments) {
    EngineMain.end(EngineMain.run(arguments, EngineTraining::open, EngineMain.FRONT_END));
  }

  /** On a machine without what containers need, the front end is trained alone. */
  private static Hosted open(Path root, Path runDirectory) {
    try {
      return EngineMain.MACHINE_ROOM.open(root, runDirectory);
    } catch (JdockException | SyscallException e) {
      System.err.println("no machine room: " + e.getMessage());
      return new NoMachineRoom();
    }
  }
}
