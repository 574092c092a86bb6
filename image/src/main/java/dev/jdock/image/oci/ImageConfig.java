package dev.jdock.image.oci;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The {@code config} object of an image: how its containers run by default (OCI image-spec,
 * config.md, with Docker's Healthcheck, OnBuild, Shell and StopTimeout).
 *
 * @param user {@code name}, {@code uid}, {@code user:group} …; empty for root
 * @param exposedPorts {@code 80/tcp} …
 * @param env {@code NAME=value}, in order
 * @param entrypoint null when there is none, which differs from an empty one
 * @param stopSignal name or number; null for SIGTERM
 * @param shell argument vector of shell form instructions; null for {@code /bin/sh -c}
 * @param argsEscaped as BuildKit says of every {@code cmd} that it sets; Windows alone heeds it
 */
public record ImageConfig(
    String user,
    SortedSet<String> exposedPorts,
    List<String> env,
    @Nullable List<String> entrypoint,
    @Nullable List<String> cmd,
    SortedSet<String> volumes,
    String workingDir,
    SortedMap<String, String> labels,
    @Nullable String stopSignal,
    @Nullable Integer stopTimeout,
    @Nullable HealthCheck healthcheck,
    List<String> onBuild,
    @Nullable List<String> shell,
    boolean argsEscaped) {

  /**
   * HEALTHCHECK; durations in nanoseconds, 0 meaning the default (Docker Engine API, HealthConfig).
   *
   * @param test {@code ["NONE"]}, {@code ["CMD", …]} or {@code ["CMD-SHELL", …]}
   */
  public record HealthCheck(
      List<String> test,
      long interval,
      long timeout,
      long startPeriod,
      long startInterval,
      int retries) {}

  public ImageConfig {
    env = List.copyOf(env);
    onBuild = List.copyOf(onBuild);
  }

  public static ImageConfig empty() {
    return new ImageConfig(
        "",
        new TreeSet<>(),
        List.of(),
        null,
        null,
        new TreeSet<>(),
        "",
        new TreeMap<>(),
        null,
        null,
        null,
        List.of(),
        null,
        false);
  }

  /** Environment variables by name, later ones winning, in order of first appearance. */
  public Map<String, String> variables() {
    Map<String, String> result = new LinkedHashMap<>();
    for (String pair : env) {
      int equals = pair.indexOf('=');
      result.put(
          equals < 0 ? pair : pair.substring(0, equals),
          equals < 0 ? "" : pair.substring(equals + 1));
    }
    return result;
  }
}
