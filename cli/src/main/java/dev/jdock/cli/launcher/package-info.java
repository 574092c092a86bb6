/**
 * What the user's own process does: find or start the engine, hand it the command line, pass
 * signals on. Only the JDK is used here, since this is a JVM's whole start-up time.
 */
@NullMarked
package dev.jdock.cli.launcher;

import org.jspecify.annotations.NullMarked;
