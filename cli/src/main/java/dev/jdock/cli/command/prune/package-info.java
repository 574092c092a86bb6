/**
 * The prune commands: what they ask before they remove anything, which filters they take, and how
 * they tell of what went. Removing is the engine's work.
 */
@NullMarked
package dev.jdock.cli.command.prune;

import org.jspecify.annotations.NullMarked;
