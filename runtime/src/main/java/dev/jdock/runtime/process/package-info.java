/**
 * Processes of the machine as ps(1) shows them, read from /proc (proc(5)). Nobody needs ps for the
 * usual columns.
 */
@NullMarked
package dev.jdock.runtime.process;

import org.jspecify.annotations.NullMarked;
