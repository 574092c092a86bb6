package dev.jdock.runtime.engine;

import java.time.Instant;

/**
 * What a container uses and has used since its start.
 *
 * @param at when this was so
 * @param cpuNanos of processor time
 * @param memory bytes without the page cache that has not been used lately
 * @param memoryLimit bytes; the machine's memory where there is no limit
 * @param received bytes over its network interfaces, but for the loopback
 * @param read bytes from block devices
 */
public record ContainerUsage(
    String id,
    String name,
    boolean running,
    Instant at,
    long cpuNanos,
    long memory,
    long memoryLimit,
    long received,
    long sent,
    long read,
    long written,
    long pids) {}
