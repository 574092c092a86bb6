/**
 * The command line as a whole: finds the command that an invocation names, has it parsed and run,
 * and turns failures into messages and exit codes. What the commands do is in the packages below.
 */
@NullMarked
package dev.jdock.cli.command;

import org.jspecify.annotations.NullMarked;
