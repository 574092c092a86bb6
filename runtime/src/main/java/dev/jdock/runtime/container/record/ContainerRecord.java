package dev.jdock.runtime.container.record;

import dev.jdock.image.oci.ImageConfig;
import dev.jdock.runtime.engine.ContainerSpec;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a container is; written when it is made and not changed by its running.
 *
 * @param created ISO-8601 instant
 * @param spec its settings: what was asked for, checked and completed
 * @param imageId of the image it was made from
 * @param layers the image's diffIDs, lowest first: they stay while the container does
 * @param config the image's configuration with what the user asked for instead
 * @param commandLine program and arguments: entry point, then command
 */
public record ContainerRecord(
    String id,
    String name,
    String created,
    ContainerSpec spec,
    String imageId,
    List<String> layers,
    ImageConfig config,
    List<String> commandLine,
    String hostname,
    List<MountPoint> mounts) {

  /** Names of the volumes that it has. */
  public List<String> volumes() {
    return mounts.stream()
        .filter(mount -> mount.type().equals("volume"))
        .map(MountPoint::name)
        .distinct()
        .toList();
  }

  /** Whether it was made from an image, or has it mounted. */
  public boolean needs(String image) {
    return imageId.equals(image)
        || mounts.stream().anyMatch(mount -> mount.part().imageId().equals(image));
  }

  /** Of its image and of those that it has mounted. */
  public Set<String> allLayers() {
    Set<String> all = new LinkedHashSet<>(layers);
    mounts.forEach(mount -> all.addAll(mount.part().layers()));
    return all;
  }

  public ContainerRecord withSpec(ContainerSpec newSpec) {
    return new ContainerRecord(
        id, name, created, newSpec, imageId, layers, config, commandLine, hostname, mounts);
  }

  public ContainerRecord withName(String newName) {
    return new ContainerRecord(
        id, newName, created, spec, imageId, layers, config, commandLine, hostname, mounts);
  }
}
