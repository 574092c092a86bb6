package dev.jdock.runtime.engine;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A container's mounts.
 *
 * @param binds {@code -v} as written: {@code /host:/container[:options]}, {@code
 *     volume:/container[:options]}; host paths absolute
 * @param anonymousVolumes paths in the container that get a new volume each
 * @param tmpfs path in the container to mount options
 * @param shmSize bytes of /dev/shm
 * @param mounts further mounts, in the form of the API's {@code Mounts}
 * @param volumesFrom {@code CONTAINER[:ro|:rw]}
 * @param volumeDriver empty for {@code local}
 * @param options {@code --storage-opt}
 */
public record Storage(
    List<String> binds,
    List<String> anonymousVolumes,
    Map<String, String> tmpfs,
    long shmSize,
    List<Mount> mounts,
    List<String> volumesFrom,
    String volumeDriver,
    Map<String, String> options) {
  public Storage {
    mounts = List.copyOf(mounts);
    volumesFrom = List.copyOf(volumesFrom);
  }

  public Storage(
      List<String> binds, List<String> anonymousVolumes, Map<String, String> tmpfs, long shmSize) {
    this(binds, anonymousVolumes, tmpfs, shmSize, List.of(), List.of(), "", Map.of());
  }

  /**
   * A mount in the form of the Docker Engine API's {@code Mounts}.
   *
   * @param type {@code bind}, {@code volume}, {@code tmpfs}, {@code image}, or what is refused
   * @param source empty where there is none; of an image its name
   * @param consistency for macOS; shown only
   */
  public record Mount(
      String type,
      String source,
      String target,
      boolean readOnly,
      String consistency,
      @Nullable BindOptions bind,
      @Nullable VolumeOptions volume,
      @Nullable TmpfsOptions tmpfs,
      @Nullable ImageOptions image) {
    public Mount(
        String type,
        String source,
        String target,
        boolean readOnly,
        String consistency,
        @Nullable BindOptions bind,
        @Nullable VolumeOptions volume,
        @Nullable TmpfsOptions tmpfs) {
      this(type, source, target, readOnly, consistency, bind, volume, tmpfs, null);
    }

    /** The same with another source. */
    public Mount withSource(String other) {
      return new Mount(type, other, target, readOnly, consistency, bind, volume, tmpfs, image);
    }
  }

  /**
   * @param propagation empty for {@code rprivate}
   * @param nonRecursive without what is mounted below the source
   * @param readOnlyNonRecursive only the uppermost mount becomes read-only
   * @param readOnlyForceRecursive an error where the kernel cannot make all of it read-only
   * @param createSource makes a folder where the source is missing
   * @param ownership whose files those of the source are in the container: see {@code
   *     runtime.volume.Ownership}; empty for who has them on the host
   */
  public record BindOptions(
      String propagation,
      boolean nonRecursive,
      boolean readOnlyNonRecursive,
      boolean readOnlyForceRecursive,
      boolean createSource,
      String ownership) {
    public static final BindOptions NONE = new BindOptions("", false, false, false);

    public BindOptions {
      ownership = ownership == null ? "" : ownership;
    }

    public BindOptions(
        String propagation,
        boolean nonRecursive,
        boolean readOnlyNonRecursive,
        boolean readOnlyForceRecursive) {
      this(propagation, nonRecursive, readOnlyNonRecursive, readOnlyForceRecursive, false, "");
    }
  }

  /**
   * @param subpath a folder or file of the image; empty for all
   */
  public record ImageOptions(String subpath) {}

  /**
   * @param noCopy leaves an empty volume empty
   * @param subpath a folder of the volume; empty for all
   */
  public record VolumeOptions(
      boolean noCopy,
      Map<String, String> labels,
      String driver,
      Map<String, String> driverOptions,
      String subpath) {}

  /**
   * @param sizeBytes 0 for no limit but the machine's memory
   * @param mode permission bits; 0 for 01777
   */
  public record TmpfsOptions(long sizeBytes, int mode) {}
}
