package dev.jdock.runtime.container;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.ImageConfig;
import dev.jdock.image.store.Image;
import dev.jdock.image.store.ImageStore;
import dev.jdock.image.store.LayerStore;
import dev.jdock.runtime.engine.ContainerSpec;
import dev.jdock.runtime.engine.Engine.Created;
import dev.jdock.runtime.volume.BindSpec;
import dev.jdock.runtime.volume.Volumes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code docker create}: everything of a container but its processes. */
final class CreateContainer {
  private static final long MINIMUM_MEMORY = 6L << 20;

  private final ContainerRuntime runtime;
  private final ContainerSpec spec;
  private final String id = Names.newId();

  /** Volumes that go if the container does not come to be. */
  private final List<String> anonymous = new ArrayList<>();

  CreateContainer(ContainerRuntime runtime, ContainerSpec spec) {
    this.runtime = runtime;
    this.spec = spec;
  }

  /** An image that is removed meanwhile leaves its layers until the container's record has them. */
  Created run() {
    try (LayerStore.Lease _ = runtime.images().keepLayers();
        Volumes.Making _ = runtime.volumes().making()) {
      return create();
    }
  }

  private Created create() {
    Image image = runtime.images().find(spec.image());
    validate();
    ImageConfig config = MergedConfig.of(image.config(), spec);
    List<String> commandLine = MergedConfig.commandLine(config);
    String name = runtime.registry().reserveName(spec.name(), id);
    try {
      return create(image, config, commandLine, name);
    } catch (RuntimeException e) {
      Steps steps = new Steps();
      anonymous.forEach(volume -> steps.run(() -> runtime.volumes().remove(volume)));
      steps.run(() -> runtime.registry().releaseName(name));
      steps.run(() -> FileTrees.delete(runtime.files().directory(id)));
      steps.run(() -> FileTrees.delete(runtime.files().run(id)));
      steps.suppressedBy(e);
      throw e;
    }
  }

  private void validate() {
    LogOptions.check(spec.logging());
    Capabilities.validate(spec.isolation().capAdd(), spec.isolation().capDrop());
    SecurityOptions.parse(spec.isolation().securityOptions());
    long memory = spec.resources().memoryBytes();
    if (memory != 0 && memory < MINIMUM_MEMORY) {
      throw JdockException.invalid("Minimum memory limit allowed is 6MB");
    }
    long available = Runtime.getRuntime().availableProcessors() * 1_000_000_000L;
    if (spec.resources().nanoCpus() < 0 || spec.resources().nanoCpus() > available) {
      throw JdockException.invalid(
          String.format(
              "Range of CPUs is from 0.01 to %1$d.00, as there are only %1$d CPUs available",
              Runtime.getRuntime().availableProcessors()));
    }
    String network = spec.networking().mode();
    if (!List.of("default", "bridge", "none", "host").contains(network)) {
      throw JdockException.notFound("network " + network + " not found");
    }
    if (spec.command().workingDir() != null
        && !spec.command().workingDir().isEmpty()
        && !spec.command().workingDir().startsWith("/")) {
      throw JdockException.invalid(
          "the working directory '"
              + spec.command().workingDir()
              + "' is invalid, it needs to be an absolute path");
    }
    RestartPolicy.of(spec.lifecycle());
    HealthCheckPlan.validate(spec.lifecycle().healthcheck());
  }

  private Created create(Image image, ImageConfig config, List<String> commandLine, String name) {
    ImageStore images = runtime.images();
    List<Path> lowerDirs = images.lowerDirs(image);
    makeDirectories();
    List<MountPoint> mounts = mounts(config, lowerDirs);
    ContainerRecord record =
        new ContainerRecord(
            id,
            name,
            runtime.clock().instant().toString(),
            spec,
            image.id(),
            image.diffIds(),
            config,
            commandLine,
            hostname(),
            mounts);
    runtime.files().save(record);
    runtime.register(record).tell("create");
    return new Created(id, runtime.warnings(spec));
  }

  private String hostname() {
    String asked = spec.networking().hostname();
    if (asked != null && !asked.isEmpty()) {
      return asked;
    }
    return spec.networking().mode().equals("host") ? runtime.hostName() : id.substring(0, 12);
  }

  private void makeDirectories() {
    try {
      Files.createDirectories(runtime.files().upper(id));
      Files.createDirectories(runtime.files().work(id));
      Files.createDirectories(runtime.files().run(id).resolve("rootfs"));
    } catch (IOException e) {
      throw JdockException.internal("cannot make a container: " + e.getMessage(), e);
    }
  }

  /** Binds and volumes the user named, then anonymous volumes for what is left. */
  private List<MountPoint> mounts(ImageConfig config, List<Path> lowerDirs) {
    Map<String, MountPoint> byDestination = new LinkedHashMap<>();
    for (String bind : spec.storage().binds()) {
      MountPoint mount = bind(BindSpec.parse(bind), lowerDirs);
      if (byDestination.putIfAbsent(mount.destination(), mount) != null) {
        throw JdockException.invalid("Duplicate mount point: " + mount.destination());
      }
    }
    spec.storage().tmpfs().forEach((path, options) -> addTmpfs(byDestination, path, options));
    for (String path : config.volumes()) {
      String destination = BindSpec.normalized(path);
      if (!byDestination.containsKey(destination)) {
        byDestination.put(destination, anonymousVolume(destination, lowerDirs));
      }
    }
    return List.copyOf(byDestination.values());
  }

  private static void addTmpfs(Map<String, MountPoint> mounts, String path, String options) {
    String destination = BindSpec.normalized(path);
    if (!destination.startsWith("/") || destination.equals("/")) {
      throw JdockException.invalid(
          "invalid mount config for type \"tmpfs\": invalid mount path: '"
              + path
              + "' mount path must be absolute");
    }
    MountPoint tmpfs = new MountPoint("tmpfs", "", "", destination, options, true, "", false);
    if (mounts.putIfAbsent(destination, tmpfs) != null) {
      throw JdockException.invalid("Duplicate mount point: " + destination);
    }
  }

  private MountPoint bind(BindSpec bind, List<Path> lowerDirs) {
    if (bind.isPath()) {
      return new MountPoint(
          "bind",
          "",
          BindSpec.normalized(bind.source()),
          bind.destination(),
          bind.mode(),
          !bind.readOnly(),
          bind.propagation(),
          false);
    }
    Volumes volumes = runtime.volumes();
    String data = volumes.obtain(bind.source()).toString();
    if (bind.copy()) {
      volumes.fill(bind.source(), lowerDirs, bind.destination(), mountPoint());
    }
    return new MountPoint(
        "volume",
        bind.source(),
        data,
        bind.destination(),
        bind.mode().isEmpty() ? "z" : bind.mode(),
        !bind.readOnly(),
        "",
        false);
  }

  private MountPoint anonymousVolume(String destination, List<Path> lowerDirs) {
    String name = Names.newId();
    Volumes volumes = runtime.volumes();
    anonymous.add(name);
    String data = volumes.obtain(name).toString();
    volumes.fill(name, lowerDirs, destination, mountPoint());
    return new MountPoint("volume", name, data, destination, "", true, "", true);
  }

  private Path mountPoint() {
    return runtime.files().run(id).resolve("rootfs");
  }
}
