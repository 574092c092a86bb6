package dev.jdock.runtime.engine;

/** Volumes: folders that outlive the containers they are mounted in. */
public interface Volumes {
  /** Removes anonymous volumes that no container mounts. */
  Pruned prune(PruneFilter filter);
}
