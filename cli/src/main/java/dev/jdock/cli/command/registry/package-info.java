/**
 * The commands that talk to registries about other things than images: login, logout, search. Where
 * logins are kept is the business of {@code cli.config}.
 */
@NullMarked
package dev.jdock.cli.command.registry;

import org.jspecify.annotations.NullMarked;
