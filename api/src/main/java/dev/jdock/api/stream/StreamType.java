package dev.jdock.api.stream;

import dev.jdock.api.http.ApiVersion;

/** How the output of a process goes over the wire. */
public enum StreamType {
  /** As it comes: that of a terminal. */
  RAW("application/vnd.docker.raw-stream"),
  /** Both outputs in frames. */
  MULTIPLEXED("application/vnd.docker.multiplexed-stream");

  private final String mediaType;

  StreamType(String mediaType) {
    this.mediaType = mediaType;
  }

  public static StreamType of(boolean terminal) {
    return terminal ? RAW : MULTIPLEXED;
  }

  /** What a client of that version is told: those before 1.42 know one alone. */
  public String mediaType(ApiVersion version) {
    return version.isAtLeast(42) ? mediaType : RAW.mediaType;
  }
}
