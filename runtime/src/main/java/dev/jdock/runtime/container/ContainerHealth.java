package dev.jdock.runtime.container;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.container.record.ContainerFiles;
import dev.jdock.runtime.container.record.Health;
import org.jspecify.annotations.Nullable;

/** What a container's probes have found, and the probes while they go on. */
public final class ContainerHealth {
  /** Probes a container again and again. */
  public interface Probes {
    /** No result is taken from now on. */
    void stop();
  }

  private final ContainerFiles files;
  private final String id;
  private volatile @Nullable Health last;
  private @Nullable Probes probes;

  /**
   * @param id of the container
   */
  ContainerHealth(ContainerFiles files, String id) {
    this.files = files;
    this.id = id;
    this.last = files.loadHealth(id);
  }

  /** The latest result; null where the container was never probed. */
  public @Nullable Health last() {
    return last;
  }

  public void set(Health health) {
    last = health;
    try {
      files.save(id, health);
    } catch (JdockException unwritten) {
      // The next probe writes it for the next engine.
      return;
    }
  }

  public synchronized void probedBy(Probes newProbes) {
    probes = newProbes;
  }

  /** At the container's end, and for an engine that leaves. */
  public synchronized void stopProbes() {
    if (probes != null) {
      probes.stop();
      probes = null;
    }
  }
}
