/**
 * How a build is shown while it runs, whichever command it is for: in lines, redrawn on a terminal,
 * as JSON, or not at all.
 */
@NullMarked
package dev.jdock.cli.command.progress;

import org.jspecify.annotations.NullMarked;
