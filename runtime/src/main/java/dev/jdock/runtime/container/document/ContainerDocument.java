package dev.jdock.runtime.container.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;

/**
 * {@code config.json}: what a container is.
 *
 * @param created ISO-8601 instant
 * @param spec its settings
 * @param imageId of the image it was made from
 * @param layers the image's diffIDs, lowest first
 * @param config the image's configuration with what the container has instead
 * @param commandLine program and arguments
 */
public record ContainerDocument(
    int version,
    String id,
    String name,
    String created,
    SettingsDocument spec,
    String imageId,
    List<String> layers,
    ImageConfigDocument config,
    List<String> commandLine,
    String hostname,
    List<Mount> mounts) {
  /** The one that is written, and the newest that is read. */
  public static final int VERSION = 1;

  /**
   * A mount as it was resolved.
   *
   * @param type {@code bind}, {@code volume}, {@code tmpfs} or {@code image}
   * @param name of the volume or image; empty otherwise
   * @param subpath of the volume or image; empty for all of it
   * @param ownership of the files of a bind mount; empty for what it is on the host
   * @param imageId of an image; empty otherwise
   * @param layers of an image, lowest first
   */
  public record Mount(
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
      @JsonInclude(Include.NON_EMPTY) String subpath,
      @JsonInclude(Include.NON_EMPTY) String ownership,
      @JsonInclude(Include.NON_EMPTY) String imageId,
      @JsonInclude(Include.NON_EMPTY) List<String> layers) {
    public Mount {
      subpath = Absent.text(subpath);
      ownership = Absent.text(ownership);
      imageId = Absent.text(imageId);
      layers = Absent.list(layers);
    }
  }
}
