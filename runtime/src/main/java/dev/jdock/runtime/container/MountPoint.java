package dev.jdock.runtime.container;

/**
 * A mount of a container, as its inspection shows it.
 *
 * @param type {@code bind}, {@code volume} or {@code tmpfs}
 * @param name of the volume; empty otherwise
 * @param source on the host; empty for tmpfs
 * @param destination absolute path in the container
 * @param mode options as written
 * @param anonymous whether the volume goes with its container
 */
public record MountPoint(
    String type,
    String name,
    String source,
    String destination,
    String mode,
    boolean writable,
    String propagation,
    boolean anonymous) {}
