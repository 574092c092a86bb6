/**
 * Commands about containers: making and starting them, talking to them, looking at them, ending
 * them. Each class is one command; what run, create, start and exec share stands beside them.
 */
@NullMarked
package dev.jdock.cli.command.container;

import org.jspecify.annotations.NullMarked;
