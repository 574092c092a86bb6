package dev.jdock.runtime.container.create;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.ImageConfig;
import dev.jdock.image.store.Image;
import dev.jdock.image.store.ImageStore;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.ContainerRegistry;
import dev.jdock.runtime.container.Steps;
import dev.jdock.runtime.container.record.MountPoint;
import dev.jdock.runtime.container.record.MountPoint.Part;
import dev.jdock.runtime.container.record.Names;
import dev.jdock.runtime.engine.Storage;
import dev.jdock.runtime.engine.Storage.BindOptions;
import dev.jdock.runtime.engine.Storage.Mount;
import dev.jdock.runtime.engine.Storage.TmpfsOptions;
import dev.jdock.runtime.engine.Storage.VolumeOptions;
import dev.jdock.runtime.engine.Volume;
import dev.jdock.runtime.event.Announcements;
import dev.jdock.runtime.volume.BindSpec;
import dev.jdock.runtime.volume.VolumeMounts;
import dev.jdock.runtime.volume.VolumeStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What is mounted into a new container, of a request that has been checked: what others have
 * mounted, what the user named, and the image's volumes where nothing else is. Volumes are made,
 * and filled from the image.
 */
public final class MountPoints {
  /**
   * Where mounts of a new container come from.
   *
   * @param registry of those that lend theirs
   * @param images that are mounted themselves
   */
  public record Volumes(
      ContainerRegistry registry,
      ImageStore images,
      VolumeStore store,
      VolumeMounts mounts,
      Announcements announce) {}

  private static final VolumeOptions NO_OPTIONS =
      new VolumeOptions(false, Map.of(), "", Map.of(), "");

  private final Volumes volumes;
  private final Storage storage;
  private final List<Path> lowerDirs;
  private final Path mountPoint;

  /** Volumes that go if the container does not come to be. */
  private final List<String> anonymous = new ArrayList<>();

  private final Map<String, MountPoint> byDestination = new LinkedHashMap<>();

  /**
   * @param lowerDirs of the image, uppermost first
   * @param mountPoint of an empty folder, which is made when a volume is filled
   */
  MountPoints(Volumes volumes, Storage storage, List<Path> lowerDirs, Path mountPoint) {
    this.volumes = volumes;
    this.storage = storage;
    this.lowerDirs = lowerDirs;
    this.mountPoint = mountPoint;
  }

  List<MountPoint> make(ImageConfig config) {
    Map<String, MountPoint> lent = new LinkedHashMap<>();
    storage.volumesFrom().forEach(text -> lend(text, lent));
    storage.binds().forEach(text -> add(bind(BindSpec.parse(text))));
    storage.tmpfs().forEach((path, options) -> add(tmpfs(path, options)));
    storage.mounts().forEach(mount -> add(mount(mount)));
    lent.forEach(byDestination::putIfAbsent);
    for (String path : config.volumes()) {
      String destination = imageVolume(path);
      if (!byDestination.containsKey(destination)) {
        add(newVolume(destination, imageVolumes()));
      }
    }
    return List.copyOf(byDestination.values());
  }

  private VolumeOptions imageVolumes() {
    return new VolumeOptions(false, Map.of(), storage.volumeDriver(), Map.of(), "");
  }

  /** An image's VOLUME is not to be trusted: a root file system is not replaced by one. */
  private static String imageVolume(String path) {
    if (path.indexOf('\0') >= 0) {
      throw JdockException.invalid("invalid volume of the image: a path with a NUL");
    }
    String destination = BindSpec.normalized("/" + path);
    if (destination.equals("/")) {
      throw JdockException.invalid(
          "invalid mount config for type \"volume\": invalid specification: destination can't be '/'");
    }
    return destination;
  }

  /** Undoes what {@link #make} did. */
  void remove(Steps steps) {
    anonymous.forEach(volume -> steps.run(() -> volumes.store().remove(volume)));
  }

  private void add(MountPoint mount) {
    if (byDestination.putIfAbsent(mount.destination(), mount) != null) {
      throw JdockException.invalid("Duplicate mount point: " + mount.destination());
    }
  }

  /** {@code CONTAINER[:MODE]}. */
  private void lend(String text, Map<String, MountPoint> lent) {
    int colon = text.indexOf(':');
    String mode = colon < 0 ? "" : text.substring(colon + 1);
    boolean readOnly = List.of(mode.split(",", -1)).contains("ro");
    Container other = volumes.registry().find(colon < 0 ? text : text.substring(0, colon));
    other.record().mounts().stream()
        .filter(mount -> !mount.type().equals("tmpfs"))
        .forEach(mount -> lent.put(mount.destination(), mount.lent(readOnly)));
  }

  private static MountPoint tmpfs(String path, String options) {
    return new MountPoint("tmpfs", "", "", BindSpec.normalized(path), options, true, "", false);
  }

  private MountPoint bind(BindSpec bind) {
    if (bind.isPath()) {
      return new MountPoint(
              "bind",
              "",
              BindSpec.normalized(bind.source()),
              bind.destination(),
              bind.mode(),
              !bind.readOnly(),
              bind.propagation(),
              false)
          .ownedBy(bind.matchesUser() ? "match-user" : "");
    }
    VolumeOptions options =
        new VolumeOptions(!bind.copy(), Map.of(), storage.volumeDriver(), Map.of(), "");
    return new MountPoint(
        "volume",
        bind.source(),
        volume(bind.source(), bind.destination(), options),
        bind.destination(),
        bind.mode().isEmpty() ? "z" : bind.mode(),
        !bind.readOnly(),
        "",
        false);
  }

  private static void requireLocal(String driver) {
    if (!driver.isEmpty() && !driver.equals("local")) {
      throw JdockException.notFound(
          "error looking up volume plugin " + driver + ": plugin \"" + driver + "\" not found");
    }
  }

  /** Makes the volume if there is none of that name, and fills it if it is empty. */
  private String volume(String name, String destination, VolumeOptions options) {
    requireLocal(options.driver());
    VolumeStore store = volumes.store();
    if (!store.exists(name)) {
      if (!options.labels().isEmpty() || !options.driverOptions().isEmpty()) {
        Volume _ = store.create(name, options.labels(), options.driverOptions(), Instant.now());
      }
      volumes.announce().volume("create", name);
    }
    String data = store.obtain(name).toString();
    if (!options.noCopy() && options.subpath().isEmpty()) {
      fill(name, destination);
    }
    return data;
  }

  private void fill(String name, String destination) {
    String user = Names.newId();
    try {
      volumes.mounts().use(user, List.of(name));
    } catch (JdockException notMounted) {
      // The start of the container says why; until then it can be put right.
      return;
    }
    try {
      volumes.store().fill(name, lowerDirs, destination, mountPoint);
    } finally {
      volumes.mounts().release(user);
    }
  }

  private MountPoint newVolume(String destination, VolumeOptions options) {
    String name = Names.newId();
    anonymous.add(name);
    Map<String, String> labels = new TreeMap<>(options.labels());
    if (!labels.isEmpty() || !options.driverOptions().isEmpty()) {
      labels.put(Volume.ANONYMOUS_LABEL, "");
    }
    String data =
        volume(
            name,
            destination,
            new VolumeOptions(
                options.noCopy(), labels, options.driver(), options.driverOptions(), ""));
    return new MountPoint("volume", name, data, destination, "", true, "", true);
  }

  private MountPoint mount(Mount mount) {
    String destination = BindSpec.normalized(mount.target());
    return switch (mount.type()) {
      case "bind" -> bindMount(mount, destination);
      case "volume" -> volumeMount(mount, destination);
      case "image" -> imageMount(mount, destination);
      default -> tmpfsMount(mount, destination);
    };
  }

  private static MountPoint bindMount(Mount mount, String destination) {
    BindOptions options = Objects.requireNonNullElse(mount.bind(), BindOptions.NONE);
    String propagation = options.propagation().isEmpty() ? "rprivate" : options.propagation();
    return new MountPoint(
            "bind",
            "",
            BindSpec.normalized(mount.source()),
            destination,
            "",
            !mount.readOnly(),
            propagation,
            false,
            !options.createSource(),
            options.nonRecursive(),
            options.readOnlyNonRecursive())
        .ownedBy(options.ownership());
  }

  private MountPoint volumeMount(Mount mount, String destination) {
    VolumeOptions options = Objects.requireNonNullElse(mount.volume(), NO_OPTIONS);
    if (mount.source().isEmpty()) {
      return newVolume(destination, options);
    }
    BindSpec named = BindSpec.parse(mount.source() + ":" + destination);
    return new MountPoint(
            "volume",
            named.source(),
            volume(named.source(), destination, options),
            destination,
            "z",
            !mount.readOnly(),
            "",
            false)
        .of(new Part(options.subpath(), "", List.of()));
  }

  /** Read-only, whatever the request says: an image does not change. */
  private MountPoint imageMount(Mount mount, String destination) {
    Image image = image(mount.source());
    String subpath = mount.image() == null ? "" : mount.image().subpath();
    return new MountPoint("image", mount.source(), "", destination, "", false, "rprivate", false)
        .of(new Part(subpath, image.id(), image.diffIds()));
  }

  /** A missing one is not the image of the container, which the caller could fetch. */
  private Image image(String name) {
    try {
      return volumes.images().find(name);
    } catch (JdockException e) {
      throw JdockException.invalid(String.valueOf(e.getMessage()));
    }
  }

  private static MountPoint tmpfsMount(Mount mount, String destination) {
    List<String> options = new ArrayList<>();
    TmpfsOptions tmpfs = mount.tmpfs();
    if (tmpfs != null && tmpfs.sizeBytes() > 0) {
      options.add("size=" + tmpfs.sizeBytes());
    }
    if (tmpfs != null && tmpfs.mode() > 0) {
      options.add("mode=" + Integer.toOctalString(tmpfs.mode()));
    }
    if (mount.readOnly()) {
      options.add("ro");
    }
    return new MountPoint(
        "tmpfs",
        "",
        "",
        destination,
        String.join(",", options),
        !mount.readOnly(),
        "",
        false,
        true,
        false,
        false);
  }
}
