/**
 * The Docker Engine API (https://docs.docker.com/reference/api/engine/): translates requests into
 * calls of {@link dev.jdock.runtime.engine.Engine}, and results into answers. It holds no rules of
 * its own.
 */
@NullMarked
package dev.jdock.api;

import org.jspecify.annotations.NullMarked;
