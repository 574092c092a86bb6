package dev.jdock.runtime.container.record;

import java.util.List;

/**
 * A mount of a container, as its inspection shows it.
 *
 * @param type {@code bind}, {@code volume}, {@code tmpfs} or {@code image}
 * @param name of the volume or image; empty otherwise
 * @param source on the host; empty for tmpfs and images
 * @param destination absolute path in the container
 * @param mode options as written; of a tmpfs those of its mount
 * @param anonymous whether the volume goes with its container
 * @param explicit its source is not made when it is missing
 * @param nonRecursive without what is mounted below the source
 * @param readOnlyTopOnly read-only without what is mounted below it
 * @param ownership whose files those of a bind mount are in the container; empty for who has them
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
    boolean readOnlyTopOnly,
    Part part,
    String ownership) {

  /**
   * What of a volume or an image is mounted.
   *
   * @param subpath empty for all of it
   * @param imageId of an image; empty otherwise
   * @param layers of an image, lowest first; they stay while the container does
   */
  public record Part(String subpath, String imageId, List<String> layers) {
    public static final Part ALL = new Part("", "", List.of());

    public Part {
      layers = List.copyOf(layers);
    }
  }

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

  public MountPoint(
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
    this(
        type,
        name,
        source,
        destination,
        mode,
        writable,
        propagation,
        anonymous,
        explicit,
        nonRecursive,
        readOnlyTopOnly,
        Part.ALL,
        "");
  }

  /** The same, but of a volume or an image a part alone. */
  public MountPoint of(Part other) {
    return with(mode, writable, anonymous, other, ownership);
  }

  /** The same with files that belong to others in the container than on the host. */
  public MountPoint ownedBy(String other) {
    return with(mode, writable, anonymous, part, other);
  }

  /** The same for another container, which does not own it. */
  public MountPoint lent(boolean readOnly) {
    return with("", writable && !readOnly, false, part, ownership);
  }

  private MountPoint with(
      String newMode,
      boolean newWritable,
      boolean newAnonymous,
      Part newPart,
      String newOwnership) {
    return new MountPoint(
        type,
        name,
        source,
        destination,
        newMode,
        newWritable,
        propagation,
        newAnonymous,
        explicit,
        nonRecursive,
        readOnlyTopOnly,
        newPart,
        newOwnership);
  }
}
