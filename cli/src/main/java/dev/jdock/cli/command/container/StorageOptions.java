package dev.jdock.cli.command.container;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Checked;
import dev.jdock.cli.command.syntax.MountValue;
import dev.jdock.runtime.engine.Storage;
import dev.jdock.runtime.engine.Storage.Mount;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Option;

/** What is mounted into a container. */
final class StorageOptions {
  @Option(
      names = {"-v", "--volume"},
      paramLabel = "list",
      description = "Mount a volume or a folder of the host")
  private List<String> volumes = new ArrayList<>();

  @Option(names = "--tmpfs", paramLabel = "list", description = "Mount a tmpfs")
  private List<String> tmpfs = new ArrayList<>();

  @Option(
      names = "--shm-size",
      paramLabel = "bytes",
      converter = Checked.Bytes.class,
      description = "Size of /dev/shm")
  private long shmSize;

  @Option(
      names = "--mount",
      paramLabel = "mount",
      converter = MountValue.class,
      description = "Mount a folder, a volume or a tmpfs (type=…,source=…,target=…)")
  private List<Mount> mounts = new ArrayList<>();

  @Option(
      names = "--volumes-from",
      paramLabel = "list",
      description = "Mount what another container has mounted")
  private List<String> volumesFrom = new ArrayList<>();

  @Option(
      names = "--volume-driver",
      paramLabel = "string",
      description = "Driver of the volumes (local)")
  private String volumeDriver = "";

  @Option(
      names = "--storage-opt",
      paramLabel = "list",
      description = "Options of the container's own storage (size=…)")
  private List<String> storageOptions = new ArrayList<>();

  Storage storage(Invocation invocation) {
    Set<String> binds = new LinkedHashSet<>();
    Set<String> anonymous = new LinkedHashSet<>();
    for (String volume : volumes) {
      check(volume);
      int colon = volume.indexOf(':');
      if (colon < 0) {
        anonymous.add(volume);
      } else {
        binds.add(source(invocation, volume.substring(0, colon)) + volume.substring(colon));
      }
    }
    Map<String, String> tmpfsMounts = new LinkedHashMap<>();
    for (String mount : tmpfs) {
      int colon = mount.indexOf(':');
      tmpfsMounts.put(
          colon < 0 ? mount : mount.substring(0, colon),
          colon < 0 ? "" : mount.substring(colon + 1));
    }
    return new Storage(
        List.copyOf(binds),
        List.copyOf(anonymous),
        tmpfsMounts,
        shmSize,
        mounts.stream().map(mount -> withSource(invocation, mount)).toList(),
        List.copyOf(volumesFrom),
        volumeDriver,
        options());
  }

  private static Mount withSource(Invocation invocation, Mount mount) {
    return mount.type().equals("bind")
        ? mount.withSource(source(invocation, mount.source()))
        : mount;
  }

  private Map<String, String> options() {
    Map<String, String> result = new LinkedHashMap<>();
    for (String option : storageOptions) {
      int equals = option.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException("invalid storage option");
      }
      result.put(option.substring(0, equals), option.substring(equals + 1));
    }
    return result;
  }

  private static void check(String volume) {
    if (volume.isEmpty()) {
      throw new IllegalArgumentException("invalid empty volume spec");
    }
    if (volume.chars().filter(c -> c == ':').count() > 2) {
      throw new IllegalArgumentException("invalid spec: " + volume + ": too many colons");
    }
  }

  /**
   * A source that starts with a dot is a folder; any other relative one names a volume. A folder is
   * mounted by the engine whenever the container starts, when the caller is long gone.
   *
   * @throws IllegalArgumentException for one that is not the same to both
   */
  private static String source(Invocation invocation, String source) {
    String path = source.startsWith(".") ? invocation.absolute(source).toString() : source;
    if (path.startsWith("/") && !invocation.files().sharesWithEngine(invocation.absolute(path))) {
      throw new IllegalArgumentException(
          "bind source "
              + source
              + ": the engine, which has another root or other mounts than you, does not see the"
              + " same file there: use a folder that both see, or a volume");
    }
    return path;
  }
}
