package dev.jdock.runtime.container.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.jdock.runtime.engine.Storage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Mounts as they were asked for. */
public record StorageDocument(
    List<String> binds,
    List<String> anonymousVolumes,
    Map<String, String> tmpfs,
    long shmSize,
    List<Mount> mounts,
    List<String> volumesFrom,
    String volumeDriver,
    Map<String, String> options) {
  public StorageDocument {
    mounts = Absent.list(mounts);
    volumesFrom = Absent.list(volumesFrom);
    volumeDriver = Absent.text(volumeDriver);
    options = Absent.map(options);
  }

  /** A {@code --mount}. */
  public record Mount(
      String type,
      String source,
      String target,
      boolean readOnly,
      String consistency,
      @Nullable BindOptions bind,
      @Nullable VolumeOptions volume,
      @Nullable TmpfsOptions tmpfs,
      @JsonInclude(Include.NON_NULL) @Nullable ImageOptions image) {
    static Mount of(Storage.Mount mount) {
      return new Mount(
          mount.type(),
          mount.source(),
          mount.target(),
          mount.readOnly(),
          mount.consistency(),
          BindOptions.of(mount.bind()),
          VolumeOptions.of(mount.volume()),
          TmpfsOptions.of(mount.tmpfs()),
          ImageOptions.of(mount.image()));
    }

    Storage.Mount value() {
      return new Storage.Mount(
          type,
          source,
          target,
          readOnly,
          consistency,
          bind == null ? null : bind.value(),
          volume == null ? null : volume.value(),
          tmpfs == null ? null : tmpfs.value(),
          image == null ? null : image.value());
    }
  }

  /** Of a bind mount. */
  public record BindOptions(
      String propagation,
      boolean nonRecursive,
      boolean readOnlyNonRecursive,
      boolean readOnlyForceRecursive,
      @JsonInclude(Include.NON_DEFAULT) boolean createSource,
      @JsonInclude(Include.NON_EMPTY) String ownership) {
    public BindOptions {
      ownership = Absent.text(ownership);
    }

    static @Nullable BindOptions of(Storage.@Nullable BindOptions options) {
      return options == null
          ? null
          : new BindOptions(
              options.propagation(),
              options.nonRecursive(),
              options.readOnlyNonRecursive(),
              options.readOnlyForceRecursive(),
              options.createSource(),
              options.ownership());
    }

    Storage.BindOptions value() {
      return new Storage.BindOptions(
          propagation,
          nonRecursive,
          readOnlyNonRecursive,
          readOnlyForceRecursive,
          createSource,
          ownership);
    }
  }

  /** Of an image. */
  public record ImageOptions(String subpath) {
    static @Nullable ImageOptions of(Storage.@Nullable ImageOptions options) {
      return options == null ? null : new ImageOptions(options.subpath());
    }

    Storage.ImageOptions value() {
      return new Storage.ImageOptions(subpath);
    }
  }

  /** Of a volume. */
  public record VolumeOptions(
      boolean noCopy,
      Map<String, String> labels,
      String driver,
      Map<String, String> driverOptions,
      String subpath) {
    static @Nullable VolumeOptions of(Storage.@Nullable VolumeOptions options) {
      return options == null
          ? null
          : new VolumeOptions(
              options.noCopy(),
              options.labels(),
              options.driver(),
              options.driverOptions(),
              options.subpath());
    }

    Storage.VolumeOptions value() {
      return new Storage.VolumeOptions(noCopy, labels, driver, driverOptions, subpath);
    }
  }

  /** Of a file system in memory; 0 for the kernel's default. */
  public record TmpfsOptions(long sizeBytes, int mode) {
    static @Nullable TmpfsOptions of(Storage.@Nullable TmpfsOptions options) {
      return options == null ? null : new TmpfsOptions(options.sizeBytes(), options.mode());
    }

    Storage.TmpfsOptions value() {
      return new Storage.TmpfsOptions(sizeBytes, mode);
    }
  }

  static StorageDocument of(Storage storage) {
    return new StorageDocument(
        storage.binds(),
        storage.anonymousVolumes(),
        storage.tmpfs(),
        storage.shmSize(),
        storage.mounts().stream().map(Mount::of).toList(),
        storage.volumesFrom(),
        storage.volumeDriver(),
        storage.options());
  }

  Storage value() {
    return new Storage(
        binds,
        anonymousVolumes,
        tmpfs,
        shmSize,
        mounts.stream().map(Mount::value).toList(),
        volumesFrom,
        volumeDriver,
        options);
  }
}
