/**
 * The build command: what it reads as its context and how it shows progress. The building itself is
 * the engine's.
 */
@NullMarked
package dev.jdock.cli.command.build;

import org.jspecify.annotations.NullMarked;
