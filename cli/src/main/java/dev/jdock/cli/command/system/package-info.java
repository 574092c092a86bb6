/** Commands about jdock itself and about objects of any kind. Each class is one command. */
@NullMarked
package dev.jdock.cli.command.system;

import org.jspecify.annotations.NullMarked;
