package dev.jdock.runtime.engine;

import java.io.InputStream;
import java.io.OutputStream;

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
   * Gives a volume another name.
   *
   * @throws dev.jdock.image.error.JdockException CONFLICT when a container mounts it, running or
   *     not, or when the name is taken
   */
  void rename(String name, String newName);

  /**
   * Copies a volume, sharing the files' content where the file system can. What a container writes
   * meanwhile may be in the copy or not.
   *
   * @return the copy, which has the labels, but no options: what they mount is copied, too
   * @throws dev.jdock.image.error.JdockException CONFLICT when the name is taken
   */
  Volume copy(String name, String newName);

  /**
   * Makes a volume of an archive.
   *
   * @param archive tar, compressed or not; read to its end and not closed
   * @throws dev.jdock.image.error.JdockException CONFLICT when the name is taken; INVALID for what
   *     is no archive; no volume is there then
   */
  Volume importArchive(String name, InputStream archive);

  /**
   * What a path of a volume leads to.
   *
   * @param path as in a container whose root is the volume
   */
  PathStat statPath(String name, String path);

  /**
   * Writes a file, or a folder with all below it, as an archive.
   *
   * @param path {@code /.} for all of the volume
   * @param archive not closed
   */
  void readArchive(String name, String path, OutputStream archive);

  /**
   * Unpacks an archive into a folder of a volume.
   *
   * @param archive read to its end and not closed
   * @param keepsKinds no folder takes the place of another file, nor the other way round
   */
  void writeArchive(String name, String path, InputStream archive, boolean keepsKinds);

  /**
   * Removes those that no container mounts, but none with options of its driver: what it would
   * mount is not this engine's to delete.
   *
   * @param filters {@code all}, true for those with a name, too; {@code label}, {@code label!}
   */
  Pruned prune(Filters filters);
}
