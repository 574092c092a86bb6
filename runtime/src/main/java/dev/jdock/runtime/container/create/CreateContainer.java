package dev.jdock.runtime.container.create;

import dev.jdock.image.build.Platform;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.ImageConfig;
import dev.jdock.image.store.Image;
import dev.jdock.image.store.ImageStore;
import dev.jdock.image.store.LayerStore;
import dev.jdock.image.transfer.PlatformChoice;
import dev.jdock.runtime.container.ContainerRegistry;
import dev.jdock.runtime.container.HostName;
import dev.jdock.runtime.container.Steps;
import dev.jdock.runtime.container.record.ContainerFiles;
import dev.jdock.runtime.container.record.ContainerMode;
import dev.jdock.runtime.container.record.ContainerRecord;
import dev.jdock.runtime.container.record.FileTrees;
import dev.jdock.runtime.container.record.MountPoint;
import dev.jdock.runtime.container.record.Names;
import dev.jdock.runtime.container.start.Links;
import dev.jdock.runtime.engine.ContainerSpec;
import dev.jdock.runtime.engine.Created;
import dev.jdock.runtime.engine.Networking;
import dev.jdock.runtime.log.LogOptionCheck;
import dev.jdock.runtime.volume.VolumeStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** {@code docker create}: everything of a container but its processes. */
public final class CreateContainer {
  private final CheckedAgainst machine;
  private final ContainerFiles files;
  private final ContainerRegistry registry;
  private final ImageStore images;
  private final MountPoints.Volumes volumes;
  private final Clock clock;
  private final ContainerSpec spec;
  private final @Nullable String platform;
  private final String id = Names.newId();

  private @Nullable MountPoints mountPoints;

  /**
   * Prepares the creation.
   *
   * @param platform {@code os/arch} that the image must be for; null for any
   */
  public CreateContainer(
      CheckedAgainst machine,
      ImageStore images,
      MountPoints.Volumes volumes,
      Clock clock,
      ContainerSpec spec,
      @Nullable String platform) {
    this.machine = machine;
    this.files = machine.files();
    this.registry = machine.registry();
    this.images = images;
    this.volumes = volumes;
    this.clock = clock;
    this.platform = platform == null || platform.isEmpty() ? null : platform;
    this.spec = FilledSpec.of(spec);
  }

  /** An image that is removed meanwhile leaves its layers until the container's record has them. */
  public Created run() {
    try (LayerStore.Lease _ = images.keepLayers();
        VolumeStore.Making _ = volumes.store().making()) {
      return create();
    }
  }

  private Created create() {
    // As Docker does: what no image could mend is not worth the pull of one.
    LogOptionCheck.check(spec.logging());
    SpecCheck.validate(machine, spec);
    String wanted = spec.name();
    if (wanted != null && !wanted.isEmpty()) {
      registry.checkName(wanted);
    }
    Image image = image();
    ImageConfig config = MergedConfig.of(image.config(), spec);
    List<String> commandLine = MergedConfig.commandLine(config);
    MergedConfig.check(config);
    String name = registry.reserveName(spec.name(), id);
    try {
      return create(image, config, commandLine, name);
    } catch (RuntimeException e) {
      Steps steps = new Steps();
      if (mountPoints != null) {
        mountPoints.remove(steps);
      }
      steps.run(() -> registry.releaseName(name));
      steps.run(() -> StorageSize.release(spec.storage().options(), files.upper(id)));
      steps.run(() -> FileTrees.delete(files.directory(id)));
      steps.run(() -> FileTrees.delete(files.run(id)));
      steps.suppressedBy(e);
      throw e;
    }
  }

  private Created create(Image image, ImageConfig config, List<String> commandLine, String name) {
    List<Path> lowerDirs = new ArrayList<>(images.lowerDirs(image));
    lowerDirs.add(files.initLayer());
    makeDirectories();
    StorageSize.apply(spec.storage().options(), files.upper(id), files.work(id));
    mountPoints =
        new MountPoints(volumes, spec.storage(), lowerDirs, files.run(id).resolve("rootfs"));
    List<MountPoint> mounts = mountPoints.make(config);
    ContainerRecord record =
        new ContainerRecord(
            id,
            name,
            clock.instant().toString(),
            withIds(),
            image.id(),
            image.diffIds(),
            config,
            commandLine,
            hostname(),
            mounts);
    files.save(record);
    registry.register(record).tell("create");
    return new Created(id, warnings());
  }

  /** What the user should know about limits that this machine cannot keep. */
  private List<String> warnings() {
    List<String> warnings =
        new ArrayList<>(ResourceCheck.warnings(spec.resources(), machine.cgroups().all()));
    Networking networking = spec.networking();
    if (networking.mode().equals("host") && !networking.publish().isEmpty()) {
      warnings.add("Published ports are discarded when using host network mode");
    }
    return warnings;
  }

  /** The image, which must be for the platform that the request names. */
  private Image image() {
    Platform wanted = platform == null ? null : Platform.parse(platform);
    Image image = images.find(spec.image());
    Platform actual = new Platform(image.os(), image.architecture(), image.variant());
    if (wanted != null && !PlatformChoice.matches(wanted, actual)) {
      throw JdockException.notFound(
          "image with reference %s was found but its platform (%s) does not match the specified platform (%s)"
              .formatted(spec.image(), actual, wanted));
    }
    return image;
  }

  private String hostname() {
    String asked = spec.networking().hostname();
    if (asked != null && !asked.isEmpty()) {
      return asked;
    }
    String mode = spec.networking().mode();
    if (ContainerMode.isContainer(mode)) {
      return registry.find(ContainerMode.container(mode)).record().hostname();
    }
    boolean host = mode.equals("host") || spec.isolation().namespaces().uts().equals("host");
    return host ? HostName.read() : id.substring(0, 12);
  }

  /** Another container whose namespaces it shares may be renamed: it is known by its id. */
  private ContainerSpec withIds() {
    UnaryOperator<String> ids = name -> registry.find(name).id();
    Networking networking = spec.networking();
    return spec.with(
            ResourceCheck.kept(spec.resources(), machine.cgroups().all()),
            Attachments.named(machine.networks(), networking)
                .withLinks(Links.byId(networking.links(), ids)),
            spec.lifecycle())
        .withNamespacesOf(ids);
  }

  private void makeDirectories() {
    try {
      Files.createDirectories(files.upper(id));
      Files.createDirectories(files.work(id));
    } catch (IOException e) {
      throw JdockException.internal("cannot make a container: " + e.getMessage(), e);
    }
  }
}
