package dev.jdock.cli.engine;

import dev.jdock.runtime.engine.Engine;
import dev.jdock.runtime.machine.MachineRoom;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens the machine room that this process hosts. */
final class MachineRoomHost implements Hosted {
  private final MachineRoom room;

  private MachineRoomHost(MachineRoom room) {
    this.room = room;
  }

  static Hosted open(Path root, Path runDirectory) {
    return new MachineRoomHost(MachineRoom.open(root, runDirectory, init()));
  }

  /** The reaper beside this program's jars, if the build had a C compiler. */
  private static @Nullable Path init() {
    String home = System.getProperty("jdock.home");
    if (home == null) {
      return null;
    }
    Path init = Path.of(home, "libexec", "jdock-init");
    return Files.isExecutable(init) ? init : null;
  }

  @Override
  public Engine engine() {
    return room;
  }

  @Override
  public boolean busy() {
    return room.busy();
  }

  @Override
  public List<String> warnings() {
    return room.warnings();
  }

  @Override
  public void close() {
    room.close();
  }
}
