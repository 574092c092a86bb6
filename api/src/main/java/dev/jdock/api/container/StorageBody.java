package dev.jdock.api.container;

import dev.jdock.api.json.Fields;
import dev.jdock.runtime.engine.Storage;
import dev.jdock.runtime.engine.Storage.BindOptions;
import dev.jdock.runtime.engine.Storage.ImageOptions;
import dev.jdock.runtime.engine.Storage.Mount;
import dev.jdock.runtime.engine.Storage.TmpfsOptions;
import dev.jdock.runtime.engine.Storage.VolumeOptions;

/** What a request says of a container's mounts. */
final class StorageBody {
  private StorageBody() {}

  static Storage read(Fields config, Fields host) {
    return new Storage(
        host.texts("Binds"),
        config.keys("Volumes"),
        host.map("Tmpfs"),
        host.number("ShmSize"),
        host.list("Mounts").stream().map(StorageBody::mount).toList(),
        host.texts("VolumesFrom"),
        host.text("VolumeDriver"),
        host.map("StorageOpt"));
  }

  private static Mount mount(Fields mount) {
    return new Mount(
        mount.text("Type"),
        mount.text("Source"),
        mount.text("Target"),
        mount.flag("ReadOnly"),
        mount.text("Consistency"),
        mount.has("BindOptions") ? bind(mount.object("BindOptions")) : null,
        mount.has("VolumeOptions") ? volume(mount.object("VolumeOptions")) : null,
        mount.has("TmpfsOptions") ? tmpfs(mount.object("TmpfsOptions")) : null,
        mount.has("ImageOptions")
            ? new ImageOptions(mount.object("ImageOptions").text("Subpath"))
            : null);
  }

  private static BindOptions bind(Fields options) {
    return new BindOptions(
        options.text("Propagation"),
        options.flag("NonRecursive"),
        options.flag("ReadOnlyNonRecursive"),
        options.flag("ReadOnlyForceRecursive"),
        options.flag("CreateMountpoint"),
        "");
  }

  private static VolumeOptions volume(Fields options) {
    Fields driver = options.object("DriverConfig");
    return new VolumeOptions(
        options.flag("NoCopy"),
        options.map("Labels"),
        driver.text("Name"),
        driver.map("Options"),
        options.text("Subpath"));
  }

  private static TmpfsOptions tmpfs(Fields options) {
    return new TmpfsOptions(options.number("SizeBytes"), options.integer("Mode"));
  }
}
