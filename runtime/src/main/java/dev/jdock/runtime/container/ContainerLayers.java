package dev.jdock.runtime.container;

import dev.jdock.image.reference.Digest;
import dev.jdock.image.store.ImageStore;
import dev.jdock.runtime.container.record.ContainerFiles;
import dev.jdock.runtime.container.record.ContainerRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What containers' own changes lie upon. */
public record ContainerLayers(ImageStore images, ContainerFiles files) {
  /** Lower directories of a container's overlay, uppermost first. */
  public List<Path> lowerDirs(ContainerRecord record) {
    List<Digest> diffIds = record.layers().stream().map(Digest::parse).toList();
    List<Path> layers = new ArrayList<>(images.layers().lowerDirs(diffIds));
    layers.add(files.initLayer());
    return layers;
  }
}
