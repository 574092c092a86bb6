package dev.jdock.runtime.engine;

/** Volumes: folders that outlive the containers they are mounted in. */
public interface Volumes {
  /**
   * By name.
   *
   * @param filters {@code dangling}, that no container mounts; {@code driver}, {@code label},
   *     {@code name}, a part of it or a regular expression
   */
  VolumeList list(Filters filters);

  /**
   * Makes a volume; one of that name that is there already is returned as it is.
   *
   * @throws dev.jdock.image.error.JdockException INVALID for a name or an option that makes no
   *     sense, NOT_FOUND for a driver other than {@code local}
   */
  Volume create(VolumeRequest request);

  /** One volume; NOT_FOUND {@code get X: no such volume}. */
  Volume inspect(String name);

  /**
   * Removes a volume with its files.
   *
   * @param force does not fail where there is none, and removes one whose record cannot be read
   * @throws dev.jdock.image.error.JdockException CONFLICT when a container mounts it, running or
   *     not
   */
  void remove(String name, boolean force);

  /**
   * Changes a cluster volume.
   *
   * @param version of the volume that the change was made for
   * @throws dev.jdock.image.error.JdockException UNAVAILABLE always: there are no clusters, and
   *     volumes of one machine cannot be changed
   */
  void update(String name, long version);

  /**
   * Removes those that no container mounts, but none with options of its driver: what it would
   * mount is not this engine's to delete.
   *
   * @param filters {@code all}, true for those with a name, too; {@code label}, {@code label!}
   */
  Pruned prune(Filters filters);
}
