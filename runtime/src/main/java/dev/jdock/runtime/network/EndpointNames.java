package dev.jdock.runtime.network;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names by which others on a user's network know a container. */
public final class EndpointNames {
  private static final int SHORT_ID = 12;

  private EndpointNames() {}

  /** The beginning of an id by which a container is known, too. */
  public static String shortId(String containerId) {
    return containerId.substring(0, Math.min(SHORT_ID, containerId.length()));
  }

  /**
   * In Docker's order: its name, its aliases there, its short id, the host name it was given.
   *
   * @param aliases null for none
   * @param hostname null for none
   */
  public static List<String> of(
      String containerId,
      String containerName,
      @Nullable List<String> aliases,
      @Nullable String hostname) {
    Set<String> names = new LinkedHashSet<>();
    names.add(containerName);
    if (aliases != null) {
      names.addAll(aliases);
    }
    names.add(shortId(containerId));
    if (hostname != null && !hostname.isEmpty()) {
      names.add(hostname);
    }
    return List.copyOf(names);
  }
}
