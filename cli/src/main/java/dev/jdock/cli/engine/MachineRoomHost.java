package dev.jdock.cli.engine;

import dev.jdock.runtime.container.start.Programs;
import dev.jdock.runtime.engine.Engine;
import dev.jdock.runtime.machine.MachineRoom;
import java.nio.file.Path;
import java.util.List;

/** Opens the machine room that this process hosts. */
final class MachineRoomHost implements Hosted {
  private final MachineRoom room;

  private MachineRoomHost(MachineRoom room) {
    this.room = room;
  }

  static Hosted open(Path root, Path runDirectory) {
    return new MachineRoomHost(MachineRoom.open(root, runDirectory, programs()));
  }

  /** Those beside this program's jars. */
  private static Programs programs() {
    String home = System.getProperty("jdock.home");
    return home == null ? new Programs(null, null) : Programs.in(Path.of(home, "libexec"));
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
  public boolean working() {
    return room.working();
  }

  @Override
  public List<String> warnings() {
    return room.warnings();
  }

  @Override
  public void expectContainer() {
    room.expectContainer();
  }

  @Override
  public void close() {
    room.close();
  }
}
