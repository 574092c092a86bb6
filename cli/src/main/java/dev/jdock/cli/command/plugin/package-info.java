/** {@code plugin}: a Docker daemon's, of which jdock's engine has none. */
@NullMarked
package dev.jdock.cli.command.plugin;

import org.jspecify.annotations.NullMarked;
