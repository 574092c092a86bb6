package dev.jdock.cli.command.container;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.Containers;
import dev.jdock.runtime.engine.Engine;
import dev.jdock.runtime.engine.PathStat;
import dev.jdock.runtime.engine.Volumes;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/** The end of {@code cp} that is not the user's machine. */
sealed interface CopyFar {
  /** What the container's name is where a volume is meant: {@code vol:NAME/path}. */
  String VOLUME = "vol";

  PathStat stat(String path);

  List<String> glob(String pattern);

  void read(String path, OutputStream archive);

  /**
   * @param asContainerUser files belong to the user of the container's program
   */
  void write(String path, InputStream archive, boolean asContainerUser);

  /** A container of that name counts before a volume. */
  static CopyFar of(Engine engine, CopyArgument argument) {
    return isVolume(engine, argument)
        ? new OfVolume(engine.volumes(), volume(argument.path()))
        : new OfContainer(engine.containers(), argument.container());
  }

  /** The argument with the path that it has in what it names. */
  static CopyArgument within(Engine engine, CopyArgument argument) {
    if (!isVolume(engine, argument)) {
      return argument;
    }
    int slash = argument.path().indexOf('/');
    return argument.withPath(slash < 0 ? "/" : argument.path().substring(slash));
  }

  private static boolean isVolume(Engine engine, CopyArgument argument) {
    if (!argument.container().equals(VOLUME) || argument.path().startsWith("/")) {
      return false;
    }
    try {
      engine.containers().inspect(VOLUME, false);
      return false;
    } catch (JdockException e) {
      return e.kind() == JdockException.Kind.NOT_FOUND;
    }
  }

  private static String volume(String path) {
    int slash = path.indexOf('/');
    return slash < 0 ? path : path.substring(0, slash);
  }

  /** Files of a container. */
  record OfContainer(Containers containers, String name) implements CopyFar {
    @Override
    public PathStat stat(String path) {
      return containers.statPath(name, path);
    }

    @Override
    public List<String> glob(String pattern) {
      return containers.glob(name, pattern);
    }

    @Override
    public void read(String path, OutputStream archive) {
      containers.readArchive(name, path, archive);
    }

    @Override
    public void write(String path, InputStream archive, boolean asContainerUser) {
      containers.writeArchive(name, path, archive, true, asContainerUser);
    }
  }

  /** Files of a volume: a pattern is a name there, and nobody is its user. */
  record OfVolume(Volumes volumes, String name) implements CopyFar {
    @Override
    public PathStat stat(String path) {
      return volumes.statPath(name, path);
    }

    @Override
    public List<String> glob(String pattern) {
      return List.of();
    }

    @Override
    public void read(String path, OutputStream archive) {
      volumes.readArchive(name, path, archive);
    }

    @Override
    public void write(String path, InputStream archive, boolean asContainerUser) {
      volumes.writeArchive(name, path, archive, true);
    }
  }
}
