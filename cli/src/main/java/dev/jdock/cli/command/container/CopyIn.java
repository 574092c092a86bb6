package dev.jdock.cli.command.container;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.layer.ArchivePipe;
import dev.jdock.image.layer.TreePacker;
import dev.jdock.image.text.HumanSize;
import dev.jdock.linux.file.Directory;
import dev.jdock.runtime.engine.PathStat;
import java.io.IOException;
import java.io.OutputStream;

/** Files of the user's machine, copied into a container. */
final class CopyIn {
  private final CopyFar far;
  private final Invocation invocation;
  private final boolean asContainerUser;
  private final boolean followLink;
  private final boolean reports;

  CopyIn(
      CopyFar far,
      Invocation invocation,
      boolean asContainerUser,
      boolean followLink,
      boolean reports) {
    this.far = far;
    this.invocation = invocation;
    this.asContainerUser = asContainerUser;
    this.followLink = followLink;
    this.reports = reports;
  }

  void run(CopyArgument source, CopyArgument argument) throws InterruptedException {
    CopyTarget target = target(argument);
    if (source.path().equals("-")) {
      if (!target.directory()) {
        throw CommandFailure.of("destination \"" + argument + "\" must be a directory");
      }
      far.write(target.path(), invocation.in(), asContainerUser);
      return;
    }
    long size;
    try (HostFiles host = new HostFiles(invocation)) {
      CopySource file = host.source(host.absolute(source.path()), followLink);
      CopyTarget.Placement placement = target.place(file);
      size =
          ArchivePipe.run(
              archive -> pack(host, file, placement.name(), archive),
              archive -> far.write(placement.folder(), archive, asContainerUser));
    }
    if (reports) {
      invocation
          .err()
          .println(
              "Successfully copied "
                  + HumanSize.of((double) size)
                  + " to "
                  + argument.withPath(target.path()));
    }
  }

  /** A missing one is no failure yet: its folder may be there. */
  private CopyTarget target(CopyArgument argument) {
    String path = argument.path();
    PathStat stat;
    try {
      stat = far.stat(path);
      if (stat.isSymlink()) {
        path = stat.linkTarget();
        stat = far.stat(path);
      }
    } catch (JdockException e) {
      if (e.kind() != JdockException.Kind.NOT_FOUND) {
        throw e;
      }
      return new CopyTarget(path, false, false);
    }
    if (stat.isDevice()) {
      throw CommandFailure.of(
          "destination \"" + argument + "\" must be a directory or a regular file: got a device");
    }
    return new CopyTarget(path, true, stat.isDirectory());
  }

  private static void pack(HostFiles host, CopySource file, String name, OutputStream out)
      throws IOException {
    TreePacker packer = new TreePacker(out);
    String base = CopyPath.base(file.path());
    try (Directory folder = host.open(CopyPath.folder(file.path()))) {
      packer.add(folder, base.equals("/") ? "." : base, name.equals("/") ? "" : name);
    }
    packer.finish();
  }
}
