package dev.jdock.runtime.container.record;

import dev.jdock.image.content.NewerRecordException;
import java.nio.file.Path;

/**
 * Why a container that lies on the disk cannot be used.
 *
 * @param name its name, which stays its own; empty where that cannot be read either
 * @param place what was read of it
 * @param why in a line
 * @param refusal what a command that names it fails with
 * @param newer whether a later jdock wrote it: then it is whole, and no repair touches it
 */
public record LeftOut(String name, Path place, String why, String refusal, boolean newer) {
  static LeftOut of(String id, String name, Path place, Exception e) {
    String why = String.valueOf(e.getMessage());
    return e instanceof NewerRecordException newer
        ? new LeftOut(name, place, why, newer.of("container " + id), true)
        : new LeftOut(
            name,
            place,
            why,
            "container " + id + " is damaged: " + why + " (see jdock system check)",
            false);
  }
}
