package dev.jdock.runtime.container.start;

import dev.jdock.runtime.container.ContainerLayers;
import dev.jdock.runtime.container.record.ContainerFiles;
import dev.jdock.runtime.container.record.ContainerRecord;
import dev.jdock.runtime.rootfs.OwnerMap;
import dev.jdock.runtime.volume.VolumeMounts;
import java.nio.file.Path;

/** The runs of containers. */
public record ContainerRuns(
    ContainerFiles files,
    ContainerLayers layers,
    ContainerEtc etc,
    VolumeMounts volumes,
    OwnerMap.UserNamespaces namespaces) {
  public ContainerRun of(ContainerRecord record) {
    return beside(record, files.run(record.id()));
  }

  /**
   * @param directory of its own, for a look at the container beside its runs
   */
  public ContainerRun beside(ContainerRecord record, Path directory) {
    return new ContainerRun(this, record, directory);
  }
}
