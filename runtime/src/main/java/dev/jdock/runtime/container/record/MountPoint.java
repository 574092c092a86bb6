package dev.jdock.runtime.container.record;

/**
 * A mount of a container, as its inspection shows it.
 *
 * @param type {@code bind}, {@code volume} or {@code tmpfs}
 * @param name of the volume; empty otherwise
 * @param source on the host; empty for tmpfs
 * @param destination absolute path in the container
 * @param mode options as written; of a tmpfs those of its mount
 * @param anonymous whether the volume goes with its container
 * @param explicit of {@code --mount}: its source is not made when it is missing
 * @param nonRecursive without what is mounted below the source
 * @param readOnlyTopOnly read-only without what is mounted below it
 */
public record MountPoint(
    String type,
    String name,
    String source,
    String destination,
    String mode,
    boolean writable,
    String propagation,
    boolean anonymous,
    boolean explicit,
    boolean nonRecursive,
    boolean readOnlyTopOnly) {

  public MountPoint(
      String type,
      String name,
      String source,
      String destination,
      String mode,
      boolean writable,
      String propagation,
      boolean anonymous) {
    this(
        type,
        name,
        source,
        destination,
        mode,
        writable,
        propagation,
        anonymous,
        false,
        false,
        false);
  }

  /** The same for another container, which does not own it. */
  public MountPoint lent(boolean readOnly) {
    return new MountPoint(
        type,
        name,
        source,
        destination,
        "",
        writable && !readOnly,
        propagation,
        false,
        explicit,
        nonRecursive,
        readOnlyTopOnly);
  }
}
