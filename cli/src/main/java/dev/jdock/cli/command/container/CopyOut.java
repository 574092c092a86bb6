package dev.jdock.cli.command.container;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.output.UserOutput;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.error.Reason;
import dev.jdock.image.layer.ArchivePipe;
import dev.jdock.image.layer.TreeUnpacker;
import dev.jdock.image.text.HumanSize;
import dev.jdock.linux.file.Directory;
import dev.jdock.runtime.engine.PathStat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Files of a container, copied to the user's machine. */
final class CopyOut {
  private final CopyFar far;
  private final Invocation invocation;
  private final boolean followLink;
  private final boolean reports;

  CopyOut(CopyFar far, Invocation invocation, boolean followLink, boolean reports) {
    this.far = far;
    this.invocation = invocation;
    this.followLink = followLink;
    this.reports = reports;
  }

  /** Several files fit into nothing else. */
  void requireFolder(String path) {
    try (HostFiles host = new HostFiles(invocation)) {
      if (!path.equals("-") && !host.target(host.absolute(path)).directory()) {
        throw CommandFailure.of("no such directory");
      }
    }
  }

  void run(CopyArgument source, String target) throws InterruptedException {
    if (target.equals("-")) {
      toStandardOutput(followed(source).path());
      return;
    }
    try (HostFiles host = new HostFiles(invocation)) {
      run(source, host, host.absolute(target));
    }
  }

  private void toStandardOutput(String path) {
    try {
      far.read(path, new UserOutput(invocation.out()));
    } catch (UncheckedIOException e) {
      throw CommandFailure.of(Reason.of(e));
    }
  }

  private void run(CopyArgument source, HostFiles host, String destination)
      throws InterruptedException {
    host.requireUsable(destination);
    CopySource file = followed(source);
    CopyTarget.Placement placement = host.target(destination).place(file);
    String archived = CopyPath.base(file.path());
    long size =
        ArchivePipe.run(
            archive -> far.read(file.path(), archive),
            archive -> unpack(host, archive, placement, archived));
    if (reports) {
      invocation
          .err()
          .println("Successfully copied " + HumanSize.of((double) size) + " to " + destination);
    }
  }

  private static void unpack(
      HostFiles host, InputStream archive, CopyTarget.Placement placement, String archived)
      throws IOException {
    try (Directory folder = host.open(placement.folder())) {
      TreeUnpacker.unpack(
          archive,
          folder,
          new TreeUnpacker.Options(
              CopyPath.clean(placement.folder()),
              name -> CopyPath.replaceFirst(name, archived, placement.name()),
              true,
              new TreeUnpacker.Owners.Unpacking()));
    } catch (JdockException e) {
      // It is this side's failure, not the engine's.
      throw CommandFailure.of(String.valueOf(e.getMessage()));
    }
  }

  private CopySource followed(CopyArgument source) {
    PathStat stat = far.stat(source.path());
    if (!followLink || !stat.isSymlink()) {
      return new CopySource(source.path(), stat.isDirectory(), "");
    }
    PathStat real = far.stat(stat.linkTarget());
    return CopySource.following(source.path(), stat.linkTarget(), real.isDirectory());
  }
}
