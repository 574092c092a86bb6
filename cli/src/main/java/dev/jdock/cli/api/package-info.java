/** Where the engine's process serves the Docker Engine API, and the commands about that. */
@NullMarked
package dev.jdock.cli.api;

import org.jspecify.annotations.NullMarked;
