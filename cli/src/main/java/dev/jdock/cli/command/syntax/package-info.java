/**
 * What a command line may say: Docker's commands and flags, their values' forms and the errors for
 * anything else. Knows nothing of what the commands do.
 */
@NullMarked
package dev.jdock.cli.command.syntax;

import org.jspecify.annotations.NullMarked;
