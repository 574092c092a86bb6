package dev.jdock.runtime.container.create;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.Storage;
import dev.jdock.runtime.engine.Storage.BindOptions;
import dev.jdock.runtime.engine.Storage.Mount;
import dev.jdock.runtime.engine.Storage.TmpfsOptions;
import dev.jdock.runtime.volume.BindSpec;
import dev.jdock.runtime.volume.Ownership;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a request wants to be mounted, before any volume is made for it. */
public final class MountCheck {
  private static final Set<String> PROPAGATIONS =
      Set.of("private", "rprivate", "slave", "rslave", "shared", "rshared");
  private static final Set<String> LENT_MODES = Set.of("ro", "rw", "z", "Z");

  private final Set<String> destinations = new HashSet<>();

  private MountCheck() {}

  /**
   * Checks form and destination of each mount, and that no two have the same destination.
   *
   * @throws JdockException INVALID in Docker's words
   */
  public static void validate(Storage storage) {
    new MountCheck().check(storage);
  }

  private void check(Storage storage) {
    storage.volumesFrom().forEach(MountCheck::lender);
    storage
        .binds()
        .forEach(text -> {
          refuseNul(text);
          add(BindSpec.parse(text).destination());
        });
    storage.tmpfs().keySet().forEach(path -> add(tmpfs(path)));
    for (Mount mount : storage.mounts()) {
      validate(mount);
      add(BindSpec.normalized(mount.target()));
    }
    storage.anonymousVolumes().forEach(MountCheck::anonymous);
  }

  private void add(String destination) {
    if (!destinations.add(destination)) {
      throw JdockException.invalid("Duplicate mount point: " + destination);
    }
  }

  /** {@code CONTAINER[:MODE]}. */
  private static void lender(String text) {
    if (text.isEmpty()) {
      throw JdockException.invalid("volumes-from specification cannot be an empty string");
    }
    int colon = text.indexOf(':');
    String mode = colon < 0 ? "" : text.substring(colon + 1);
    if (!mode.isEmpty() && !LENT_MODES.containsAll(List.of(mode.split(",", -1)))) {
      throw JdockException.invalid("invalid mode: " + mode);
    }
  }

  private static String tmpfs(String path) {
    refuseNul(path);
    String destination = BindSpec.normalized(path);
    if (!destination.startsWith("/") || destination.equals("/")) {
      throw JdockException.invalid(
          "invalid mount path: '" + path + "' mount path must be absolute");
    }
    return destination;
  }

  private static void anonymous(String path) {
    refuseNul(path);
    if (BindSpec.normalized("/" + path).equals("/")) {
      throw JdockException.invalid(
          "invalid volume specification: '"
              + path
              + "': invalid mount config for type \"volume\": invalid specification: destination"
              + " can't be '/'");
    }
  }

  private static void refuseNul(String path) {
    if (path.indexOf('\0') >= 0) {
      throw JdockException.invalid("invalid mount path: it contains a NUL");
    }
  }

  /**
   * Checks one mount. A source on the host must exist.
   *
   * @throws JdockException INVALID {@code invalid mount config for type "bind": …}
   */
  private static void validate(Mount mount) {
    if (!Set.of("bind", "volume", "tmpfs", "image").contains(mount.type())) {
      throw refused(mount, "mount type unknown");
    }
    requireNotGiven(mount, "BindOptions", !mount.type().equals("bind") && mount.bind() != null);
    requireNotGiven(
        mount, "VolumeOptions", !mount.type().equals("volume") && mount.volume() != null);
    requireNotGiven(mount, "TmpfsOptions", !mount.type().equals("tmpfs") && mount.tmpfs() != null);
    requireNotGiven(mount, "ImageOptions", !mount.type().equals("image") && mount.image() != null);
    refuseNul(mount.target());
    refuseNul(mount.source());
    target(mount);
    switch (mount.type()) {
      case "bind" -> bind(mount);
      case "volume" -> volume(mount);
      case "image" -> image(mount);
      default -> tmpfs(mount);
    }
  }

  private static void target(Mount mount) {
    if (mount.target().isEmpty()) {
      throw refused(mount, "field Target must not be empty");
    }
    requireAbsolute(mount, mount.target());
    if (BindSpec.normalized(mount.target()).equals("/")) {
      throw refused(mount, "invalid specification: destination can't be '/'");
    }
  }

  private static void bind(Mount mount) {
    if (mount.source().isEmpty()) {
      throw refused(mount, "field Source must not be empty");
    }
    requireAbsolute(mount, mount.source());
    BindOptions options = mount.bind();
    if (options != null) {
      propagation(mount, options);
      ownership(options);
    }
    if ((options == null || !options.createSource()) && !Files.exists(Path.of(mount.source()))) {
      throw refused(mount, "bind source path does not exist: " + mount.source());
    }
  }

  private static void ownership(BindOptions options) {
    if (!options.ownership().isEmpty()) {
      refuseNul(options.ownership());
      Ownership _ = Ownership.parse(options.ownership());
    }
  }

  private static void propagation(Mount mount, BindOptions options) {
    if (!options.propagation().isEmpty() && !PROPAGATIONS.contains(options.propagation())) {
      throw refused(mount, "invalid propagation mode: " + options.propagation());
    }
    if (options.readOnlyForceRecursive() && !mount.readOnly()) {
      throw JdockException.invalid(
          "mount options conflict: !ReadOnly && BindOptions.ReadOnlyForceRecursive");
    }
    if (options.readOnlyForceRecursive() && options.readOnlyNonRecursive()) {
      throw JdockException.invalid(
          "mount options conflict: ReadOnlyNonRecursive && BindOptions.ReadOnlyForceRecursive");
    }
    if (options.readOnlyNonRecursive() && !mount.readOnly()) {
      throw JdockException.invalid(
          "mount options conflict: !ReadOnly && BindOptions.ReadOnlyNonRecursive");
    }
  }

  private static void volume(Mount mount) {
    if (mount.source().isEmpty()) {
      if (mount.readOnly()) {
        throw refused(mount, "must not set ReadOnly mode when using anonymous volumes");
      }
      if (mount.volume() != null && !mount.volume().subpath().isEmpty()) {
        throw refused(mount, "must not set Subpath when using anonymous volumes");
      }
      return;
    }
    if (BindSpec.parse(mount.source() + ":" + mount.target()).isPath()) {
      throw BindSpec.invalidName(mount.source());
    }
    if (mount.volume() != null) {
      subpath(mount, mount.volume().subpath(), "volume");
    }
  }

  private static void image(Mount mount) {
    if (mount.source().isEmpty()) {
      throw refused(mount, "field Source must not be empty");
    }
    if (mount.image() != null) {
      subpath(mount, mount.image().subpath(), "image");
    }
  }

  /** Links that lead out are the kernel's to refuse, when it is mounted. */
  private static void subpath(Mount mount, String path, String tree) {
    refuseNul(path);
    if (path.startsWith("/") || Path.of(path).normalize().startsWith("..")) {
      throw refused(mount, "subpath must be a relative path within the " + tree);
    }
  }

  private static void tmpfs(Mount mount) {
    if (!mount.source().isEmpty()) {
      throw refused(mount, "field Source must not be specified");
    }
    TmpfsOptions options = mount.tmpfs();
    if (options != null && options.sizeBytes() < 0) {
      throw refused(mount, "invalid size: " + options.sizeBytes());
    }
    if (options != null && (options.mode() < 0 || options.mode() > 07777)) {
      throw refused(mount, "invalid mode: " + Integer.toOctalString(options.mode()));
    }
  }

  private static void requireAbsolute(Mount mount, String path) {
    if (!path.startsWith("/")) {
      throw refused(mount, "invalid mount path: '" + path + "' mount path must be absolute");
    }
  }

  private static void requireNotGiven(Mount mount, String options, boolean given) {
    if (given) {
      throw JdockException.invalid(
          options + " must not be specified on mount type \"" + mount.type() + "\"");
    }
  }

  private static JdockException refused(Mount mount, String reason) {
    return JdockException.invalid(
        "invalid mount config for type \"" + mount.type() + "\": " + reason);
  }
}
