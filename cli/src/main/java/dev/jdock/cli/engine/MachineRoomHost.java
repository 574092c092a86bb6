package dev.jdock.cli.engine;

import java.nio.file.Path;

/** Opens the machine room that this process hosts. */
final class MachineRoomHost {
  private MachineRoomHost() {}

  static Hosted open(Path root, Path runDirectory) {
    return new NoMachineRoom();
  }
}
