package dev.jdock.runtime.engine;

import dev.jdock.image.build.BuildProgress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A base image that is wanted straight from its distribution's mirror.
 *
 * @param distribution {@code debian} or {@code ubuntu}
 * @param suite a suite, its codename or the number of a version; null for the stable one
 * @param mirror address of the one to take it from; null for the host's own or the official one
 * @param tags names that the image gets; empty for the distribution's with the suite, and with
 *     {@code latest} where no suite is named
 * @param platform {@code os[/arch[/variant]]}, which has to be this machine's; null for that
 * @param environment the user's, for the proxies and {@code SOURCE_DATE_EPOCH}
 * @param progress hears of the steps
 */
public record BootstrapRequest(
    String distribution,
    @Nullable String suite,
    @Nullable String mirror,
    List<String> tags,
    @Nullable String platform,
    Map<String, String> environment,
    BuildProgress progress) {
  public BootstrapRequest {
    tags = List.copyOf(tags);
    environment = Map.copyOf(environment);
  }
}
