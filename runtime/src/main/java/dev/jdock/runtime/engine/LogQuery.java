package dev.jdock.runtime.engine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * @param tail the last so many lines; -1 for all
 * @param since inclusive
 */
public record LogQuery(
    boolean follow,
    boolean stdout,
    boolean stderr,
    int tail,
    @Nullable Instant since,
    @Nullable Instant until) {}
