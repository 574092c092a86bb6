/** Tells how a build was made: from what, by which steps, with what its caller asked for. */
@NullMarked
package dev.jdock.image.build.provenance;

import org.jspecify.annotations.NullMarked;
