/**
 * gRPC on connections that were HTTP's before, in both directions. Messages are protobuf's wire
 * format, read and written by field numbers. See docs/api.md.
 */
@NullMarked
package dev.jdock.api.grpc;

import org.jspecify.annotations.NullMarked;
