/**
 * From a Dockerfile to an image: what a caller of the builder says and hears. {@code plan} finds
 * what has to be done, {@code solve} does it, with {@code files} and {@code cache}. Running a
 * command is left to a {@link StepRunner}, since this module knows no containers.
 */
@NullMarked
package dev.jdock.image.build;

import org.jspecify.annotations.NullMarked;
