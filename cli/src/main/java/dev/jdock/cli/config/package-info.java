/**
 * The user's {@code config.json}, which jdock shares with Docker's command line: logins, credential
 * helpers, and how the user likes commands to look. Read and written on behalf of an invocation.
 */
@NullMarked
package dev.jdock.cli.config;

import org.jspecify.annotations.NullMarked;
