package dev.jdock.runtime.machine;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.store.CheckListener;
import dev.jdock.image.store.Finding;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.record.LeftOut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Looks after what is kept of containers: records that make sense, layers that are there. */
final class ContainerCheck {
  private final ContainerParts parts;
  private final Path root;
  private final boolean repair;
  private final CheckListener listener;

  ContainerCheck(ContainerParts parts, Path root, boolean repair, CheckListener listener) {
    this.parts = parts;
    this.root = root;
    this.repair = repair;
    this.listener = listener;
  }

  void run() {
    Collection<Container> containers = parts.registry.all();
    Map<String, LeftOut> damaged = parts.files.damaged();
    int all = containers.size() + damaged.size();
    damaged.forEach((id, leftOut) ->
        listener.found(
            Finding.damage(
                "container " + id,
                "its record cannot be read: " + leftOut.why(),
                List.of(),
                repair ? putAside(id, leftOut) : "")));
    containers.forEach(this::layers);
    leftovers();
    listener.progress("containers", all, all);
  }

  private void layers(Container container) {
    for (String layer : container.record().allLayers()) {
      if (parts.images.layers().find(Digest.parse(layer)).isEmpty()
          && parts.registry.knows(container.id())) {
        listener.found(
            Finding.damage(
                "container " + container.name(),
                "layer " + layer + " of its image is not there",
                List.of(),
                ""));
        return;
      }
    }
  }

  /** What its user wrote may be all there is of it. */
  private String putAside(String id, LeftOut leftOut) {
    if (leftOut.newer()) {
      return "not touched, for the newer jdock can read it";
    }
    if (parts.cgroups.all().find(id).filter(cgroup -> !cgroup.pids().isEmpty()).isPresent()) {
      return "not touched, for its processes still run";
    }
    Path to = root.resolve("damaged").resolve(id);
    try {
      Files.createDirectories(root.resolve("damaged"));
      Files.move(parts.files.directory(id), to);
      parts.files.forgetDamaged(id);
      parts.files.remove(id);
      return "put aside in " + to;
    } catch (IOException e) {
      throw JdockException.internal("cannot put container " + id + " aside", e);
    }
  }

  private void leftovers() {
    for (String id : parts.files.ids()) {
      if (!parts.registry.isTaken(id) && !parts.files.damaged().containsKey(id)) {
        if (repair) {
          parts.files.remove(id);
        }
        listener.found(Finding.leftover("containers/" + id, "no container has it", repair));
      }
    }
  }
}
