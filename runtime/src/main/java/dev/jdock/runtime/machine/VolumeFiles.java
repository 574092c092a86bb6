package dev.jdock.runtime.machine;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.error.Reason;
import dev.jdock.image.layer.TreeUnpacker;
import dev.jdock.image.layer.TreeUnpacker.Owners;
import dev.jdock.linux.file.Directory;
import dev.jdock.runtime.container.record.Names;
import dev.jdock.runtime.engine.PathStat;
import dev.jdock.runtime.engine.Volume;
import dev.jdock.runtime.rootfs.FileArchive;
import dev.jdock.runtime.rootfs.FilePath;
import dev.jdock.runtime.volume.TreeCopy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The files of volumes, for commands that need no container for them. */
final class VolumeFiles {
  private final ContainerParts parts;

  VolumeFiles(ContainerParts parts) {
    this.parts = parts;
  }

  /** Work on the folder that a volume is; the directory is good until it returns. */
  @FunctionalInterface
  private interface Work<T> {
    T on(Directory data) throws IOException;
  }

  /** With what the options of its driver mount; it is not removed meanwhile. */
  private <T> T call(String name, Work<T> work) {
    String user = Names.newId();
    parts.volumeMounts.use(user, List.of(name));
    try (Directory data = Directory.open(parts.volumes.data(name))) {
      return work.on(data);
    } catch (IOException e) {
      throw JdockException.internal("volume " + name + ": " + Reason.of(e), e);
    } finally {
      parts.volumeMounts.release(user);
    }
  }

  Volume copy(Volume volume, String newName) {
    Map<String, String> labels = new TreeMap<>(volume.labels());
    labels.remove(Volume.ANONYMOUS_LABEL);
    return call(
        volume.name(),
        source ->
            parts.volumes.create(
                newName,
                labels,
                parts.clock.instant(),
                target -> new TreeCopy(target).run(source)));
  }

  Volume importArchive(String name, InputStream archive) {
    return parts.volumes.create(
        name,
        Map.of(),
        parts.clock.instant(),
        data ->
            TreeUnpacker.unpack(
                requireContent(archive),
                data,
                new TreeUnpacker.Options(
                    "/", path -> path, false, new Owners.Archived(), true, false)));
  }

  /** An archive of nothing has blocks, too: an empty input is one that something else lost. */
  private static InputStream requireContent(InputStream archive) throws IOException {
    PushbackInputStream begun = new PushbackInputStream(archive, 1);
    int first = begun.read();
    if (first < 0) {
      throw JdockException.invalid("cannot import an empty input: it is no archive");
    }
    begun.unread(first);
    return begun;
  }

  PathStat stat(String name, String path) {
    return call(name, data -> new FileArchive(data).stat(FilePath.of(path)))
        .orElseThrow(() -> missing(name, path));
  }

  void read(String name, String path, OutputStream archive) {
    if (!call(name, data -> new FileArchive(data).read(FilePath.of(path), archive))) {
      throw missing(name, path);
    }
  }

  void write(String name, String path, InputStream archive, boolean keepsKinds) {
    boolean found =
        call(
            name,
            data ->
                new FileArchive(data)
                    .write(FilePath.of(path), archive, keepsKinds, new Owners.Archived()));
    if (!found) {
      throw missing(name, path);
    }
  }

  private static JdockException missing(String name, String path) {
    return JdockException.notFound("Could not find the file " + path + " in volume " + name);
  }
}
