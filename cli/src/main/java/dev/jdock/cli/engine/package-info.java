/**
 * The engine's process: one per state root, started by the first command, and ending when idle. It
 * runs the commands of all launchers, each with its user's own descriptors.
 */
@NullMarked
package dev.jdock.cli.engine;

import org.jspecify.annotations.NullMarked;
