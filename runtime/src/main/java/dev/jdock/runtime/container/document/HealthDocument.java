package dev.jdock.runtime.container.document;

import java.util.List;

/**
 * {@code health.json}: what a container's probes have found.
 *
 * @param log of the last probes, oldest first
 */
public record HealthDocument(int version, Status status, int failingStreak, List<Probe> log) {
  /** The one that is written, and the newest that is read. */
  public static final int VERSION = 1;

  /** By its names. */
  public enum Status {
    STARTING,
    HEALTHY,
    UNHEALTHY
  }

  /**
   * One probe.
   *
   * @param start ISO-8601 instant, likewise {@code end}
   */
  public record Probe(String start, String end, int exitCode, String output) {}
}
