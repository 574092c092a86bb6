/**
 * Processes of the machine as ps(1) shows them, read from /proc (proc(5)). The usual columns do not
 * need the program ps.
 */
@NullMarked
package dev.jdock.runtime.process;

import org.jspecify.annotations.NullMarked;
