/**
 * What a Dockerfile asks for: its stages, the arguments they see, and the images they begin with.
 */
@NullMarked
package dev.jdock.image.build.plan;

import org.jspecify.annotations.NullMarked;
