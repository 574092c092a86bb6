package dev.jdock.cli.command.container;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Checked;
import dev.jdock.runtime.engine.ContainerSpec.Storage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Option;

/** What is mounted into a container. */
final class StorageOptions {
  /** Docker's size of /dev/shm: 64 MiB. */
  private static final long DEFAULT_SHM_SIZE = 64L << 20;

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
    Map<String, String> mounts = new LinkedHashMap<>();
    for (String mount : tmpfs) {
      int colon = mount.indexOf(':');
      mounts.put(
          colon < 0 ? mount : mount.substring(0, colon),
          colon < 0 ? "" : mount.substring(colon + 1));
    }
    return new Storage(
        List.copyOf(binds),
        List.copyOf(anonymous),
        mounts,
        shmSize == 0 ? DEFAULT_SHM_SIZE : shmSize);
  }

  private static void check(String volume) {
    if (volume.isEmpty()) {
      throw new IllegalArgumentException("invalid empty volume spec");
    }
    if (volume.chars().filter(c -> c == ':').count() > 2) {
      throw new IllegalArgumentException("invalid spec: " + volume + ": too many colons");
    }
  }

  /** A source that starts with a dot is a folder; any other relative one names a volume. */
  private static String source(Invocation invocation, String source) {
    return source.startsWith(".") ? invocation.resolve(source).toString() : source;
  }
}
