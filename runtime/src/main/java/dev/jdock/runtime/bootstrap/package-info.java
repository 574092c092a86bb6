/**
 * Base images of distributions, made without a registry: packages of a mirror, configured by their
 * own scripts in a container.
 */
@NullMarked
package dev.jdock.runtime.bootstrap;

import org.jspecify.annotations.NullMarked;
