/** {@code jdock doctor}: what this machine has and lacks for each of jdock's features. */
@NullMarked
package dev.jdock.cli.doctor;

import org.jspecify.annotations.NullMarked;
