/** Commands about volumes: making, listing, looking at and removing them. Each class is one. */
@NullMarked
package dev.jdock.cli.command.volume;

import org.jspecify.annotations.NullMarked;
