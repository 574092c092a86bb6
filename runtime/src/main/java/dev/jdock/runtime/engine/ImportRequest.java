package dev.jdock.runtime.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to make an image of one layer from an archive of files.
 *
 * @param name null for none
 * @param message the image's comment; empty for where the archive came from
 * @param changes Dockerfile instructions
 * @param platform {@code os[/arch[/variant]]} that the image is for; null for this machine's
 */
public record ImportRequest(
    @Nullable String name, String message, List<String> changes, @Nullable String platform) {
  public ImportRequest {
    changes = List.copyOf(changes);
  }
}
