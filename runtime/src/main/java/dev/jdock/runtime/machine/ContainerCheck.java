package dev.jdock.runtime.machine;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.store.CheckListener;
import dev.jdock.image.store.Finding;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.ContainerRuntime;
import dev.jdock.runtime.container.record.LeftOut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Looks after what is kept of containers: records that make sense, layers that are there. */
final class ContainerCheck {
  private final ContainerRuntime runtime;
  private final Path root;
  private final boolean repair;
  private final CheckListener listener;

  ContainerCheck(ContainerRuntime runtime, Path root, boolean repair, CheckListener listener) {
    this.runtime = runtime;
    this.root = root;
    this.repair = repair;
    this.listener = listener;
  }

  void run() {
    Collection<Container> containers = runtime.registry().all();
    Map<String, LeftOut> damaged = runtime.files().damaged();
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
    for (String layer : container.record().layers()) {
      if (runtime.images().layers().find(Digest.parse(layer)).isEmpty()
          && runtime.registry().knows(container.id())) {
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
    if (runtime.cgroups().find(id).filter(cgroup -> !cgroup.pids().isEmpty()).isPresent()) {
      return "not touched, for its processes still run";
    }
    Path to = root.resolve("damaged").resolve(id);
    try {
      Files.createDirectories(root.resolve("damaged"));
      Files.move(runtime.files().directory(id), to);
      runtime.files().forgetDamaged(id);
      runtime.files().remove(id);
      return "put aside in " + to;
    } catch (IOException e) {
      throw JdockException.internal("cannot put container " + id + " aside", e);
    }
  }

  private void leftovers() {
    for (String id : runtime.files().ids()) {
      if (!runtime.registry().isTaken(id) && !runtime.files().damaged().containsKey(id)) {
        if (repair) {
          runtime.files().remove(id);
        }
        listener.found(Finding.leftover("containers/" + id, "no container has it", repair));
      }
    }
  }
}
