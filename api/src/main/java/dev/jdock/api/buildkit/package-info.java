/**
 * BuildKit's side of the API, on which buildx, bake and compose build: {@code /grpc}, where a
 * client asks, and {@code /session}, where it is asked for files, secrets and logins. The fields'
 * numbers are those of moby/buildkit's {@code .proto} files. See docs/api.md.
 */
@NullMarked
package dev.jdock.api.buildkit;

import org.jspecify.annotations.NullMarked;
