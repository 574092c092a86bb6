/**
 * From a parsed Dockerfile to an image: the graph of operations and its cache. Running a command is
 * left to a {@link StepRunner}, since this module knows no containers.
 */
@NullMarked
package dev.jdock.image.build;

import org.jspecify.annotations.NullMarked;
