package dev.jdock.cli.command.container;

import dev.jdock.cli.command.syntax.CommandFailure;

/** Where a copy goes. */
record CopyTarget(String path, boolean exists, boolean directory) {

  /**
   * How it gets there.
   *
   * @param folder to unpack in
   * @param name what the source is called there
   */
  record Placement(String folder, String name) {}

  /** As cp(1) does it, but that what is to be a folder must be one. */
  Placement place(CopySource source) {
    if (exists && directory) {
      return new Placement(path, source.base());
    }
    if (exists && source.directory()) {
      throw CommandFailure.of("cannot copy directory");
    }
    if (!exists && !source.directory() && CopyPath.assertsDirectory(path)) {
      throw CommandFailure.of("no such directory");
    }
    return new Placement(CopyPath.folder(path), CopyPath.base(path));
  }
}
