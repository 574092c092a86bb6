package dev.jdock.runtime.engine;

import java.util.List;
import java.util.Map;

/**
 * @param all also those that do not run
 * @param last at most so many, running or not; 0 for no limit
 * @param size whether to measure sizes
 * @param filters key to values: values of one key are alternatives, keys combine
 */
public record ContainerQuery(
    boolean all, int last, boolean size, Map<String, List<String>> filters) {}
