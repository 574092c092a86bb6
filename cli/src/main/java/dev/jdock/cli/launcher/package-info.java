/**
 * The user's own process: it finds or starts the engine, sends it the command line, and forwards
 * signals. Only the JDK is used here, since this is a JVM's whole start-up time.
 */
@NullMarked
package dev.jdock.cli.launcher;

import org.jspecify.annotations.NullMarked;
